using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What the agent is told to believe.</content>
internal sealed partial class AgentSession
{
    private volatile AgentRecord? _agent;
    private volatile TrustHeld? _offered;
    private volatile bool _trustDue;

    /// <summary>What is believed has changed: the agent is told, if it can be.</summary>
    public void OweTrust()
    {
        _trustDue = true;
        if (_listens)
            _queue.Post([]);
    }

    // What it holds counts as known only if it is what it was last known to hold.
    private async Task<TrustHeld?> HeldTrustAsync(HelloFrame hello, CancellationToken stop)
    {
        if (hello.Trust is not { } said)
            return null;
        var known = said == 0 ? null : (await _context.Store.Planes.FindAgentAsync(Plane, stop))?.Trust;
        return known?.Version == said ? known : new TrustHeld(said, 0);
    }

    private async Task OfferTrustAsync(CancellationToken stop)
    {
        _trustDue = false;
        if (_context.Trust is null || _agent?.Trust is not { } held
            || await _context.Trust.MakeAsync(Plane, held.Version, held, stop) is not { } offer || offer.Then == _offered)
            return;
        _offered = offer.Then;
        await WriteAsync(offer.Frame, stop);
    }

    private async Task TakeTrustedAsync(TrustedFrame frame)
    {
        // An answer to an older offer says nothing new: the one to the newer comes after it.
        if (_offered is not { } offered || offered.Version != frame.Version || _agent is not { } agent)
            return;
        _agent = agent with { Trust = offered };
        await _writes.AddAsync(_context.Store.Planes.NoteAsync([new PlaneSighting(Plane, _context.Time.GetUtcNow(), _agent)], [], CancellationToken.None));
    }

    private Task TakeErrorAsync(ErrorFrame frame)
    {
        if (frame.Code != ErrorCode.TrustRefused || _offered is not { } offered)
            return Task.CompletedTask;
        LogTrustRefused(Plane, Id, offered.Version);
        return _writes.AddAsync(_context.Store.Events.AppendAsync(
            [Happenings.TrustRefused(Plane, offered.Version, _context.Time.GetUtcNow())], CancellationToken.None));
    }
}
