using System.Collections.Concurrent;
using Pdp.ControlStub.Intents;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>Who is connected: one session per plane, and the connections that have not said hello yet.</summary>
internal sealed class SessionDirectory : IDeliveryNotice
{
    private readonly ConcurrentDictionary<string, AgentSession> _byPlane = new();
    private readonly ConcurrentDictionary<AgentSession, byte> _all = new();
    private int _count;
    private int _greeted;

    /// <summary>Every connection, also those that have not said hello or are being closed.</summary>
    public ICollection<AgentSession> All => _all.Keys;

    /// <summary>How many connections there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many of them have not said hello.</summary>
    public int Handshakes => Count - Volatile.Read(ref _greeted);

    /// <summary>The session of a plane; null while it is not connected.</summary>
    public AgentSession? Of(string plane) => _byPlane.GetValueOrDefault(plane);

    /// <summary>Notes a connection that has not said hello yet.</summary>
    public void Enter(AgentSession session)
    {
        _all.TryAdd(session, 0);
        Interlocked.Increment(ref _count);
    }

    /// <summary>Makes a session the one of its plane; the one before is told that it was replaced.</summary>
    public void Seat(AgentSession session)
    {
        Interlocked.Increment(ref _greeted);
        AgentSession? replaced = null;
        _byPlane.AddOrUpdate(session.Plane, session, (_, before) =>
        {
            replaced = before;
            return session;
        });
        replaced?.End(SessionEnd.By(GoodbyeReason.Replaced));
    }

    /// <summary>Forgets a connection.</summary>
    public void Leave(AgentSession session)
    {
        _byPlane.TryRemove(new KeyValuePair<string, AgentSession>(session.Plane, session));
        _all.TryRemove(session, out _);
        Interlocked.Decrement(ref _count);
        if (session.ConnectedAt is not null)
            Interlocked.Decrement(ref _greeted);
    }

    /// <inheritdoc/>
    public void Changed(string plane, IReadOnlyCollection<string> ids) => Of(plane)?.Owe(ids);

    /// <inheritdoc/>
    public void Revoked(string plane)
    {
        foreach (var session in All.Where(s => s.Plane == plane))
            session.End(SessionEnd.By(GoodbyeReason.Revoked));
    }
}
