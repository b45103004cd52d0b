using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Gateway;

/// <summary>
/// The connections this process holds. It hears of changes from the store, whichever process made them, and tells the sessions they
/// concern.
/// </summary>
internal sealed class SessionDirectory : IDisposable
{
    private readonly ConcurrentDictionary<string, ImmutableArray<AgentSession>> _byPlane = new();
    private readonly ConcurrentDictionary<AgentSession, byte> _all = new();
    private readonly IDisposable _subscription;
    private int _count;
    private int _reviewsDue;
    private long _ackTimeouts;

    /// <summary>Begins to listen.</summary>
    /// <param name="process">Names this process among those over the same store.</param>
    /// <param name="changes">The store's changes.</param>
    public SessionDirectory(string process, IChangeFeed changes)
    {
        Process = process;
        _subscription = changes.Subscribe(Hear);
    }

    /// <summary>Names this process among those over the same store.</summary>
    public string Process { get; }

    /// <summary>Every connection, also those that have not said hello or are being closed.</summary>
    public IEnumerable<AgentSession> All => _all.Select(entry => entry.Key);

    /// <summary>How many connections there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Interruptions so far; while it is above what was reviewed, sessions may owe what they have not heard of.</summary>
    public int ReviewsDue => Volatile.Read(ref _reviewsDue);

    /// <summary>Sessions ended so far because intents stayed unacknowledged.</summary>
    public long AckTimeouts => Interlocked.Read(ref _ackTimeouts);

    /// <summary>Every connection of a plane.</summary>
    public IReadOnlyList<AgentSession> Of(string plane) => _byPlane.TryGetValue(plane, out var sessions) ? sessions : [];

    /// <summary>Notes a connection that has not said hello yet.</summary>
    public void Enter(AgentSession session)
    {
        _all.TryAdd(session, 0);
        _byPlane.AddOrUpdate(session.Plane, [session], (_, others) => others.Add(session));
        Interlocked.Increment(ref _count);
    }

    /// <summary>Counts a session that ends because intents stayed unacknowledged.</summary>
    public void CountAckTimeout() => Interlocked.Increment(ref _ackTimeouts);

    /// <summary>Forgets a connection.</summary>
    public void Leave(AgentSession session)
    {
        var others = _byPlane.AddOrUpdate(session.Plane, [], (_, sessions) => sessions.Remove(session));
        if (others.IsEmpty)
            _byPlane.TryRemove(new(session.Plane, others));
        _all.TryRemove(session, out _);
        Interlocked.Decrement(ref _count);
    }

    public void Dispose() => _subscription.Dispose();

    private void Hear(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.IntentsChanged changed:
                foreach (var session in Of(changed.Plane))
                    session.Owe(changed.Ids);
                break;
            case StoreChange.SessionSeated seated:
                foreach (var session in Of(seated.Plane))
                    session.Displace(seated.Number);
                break;
            case StoreChange.AccessRevoked revoked:
                foreach (var session in Of(revoked.Plane))
                    session.Revoke(revoked.Last);
                break;
            case StoreChange.SecretHinted hinted:
                foreach (var session in Of(hinted.Plane))
                    session.Hint(hinted.Store, hinted.Secret);
                break;
            case StoreChange.Interrupted:
                Interlocked.Increment(ref _reviewsDue);
                break;
        }
    }
}
