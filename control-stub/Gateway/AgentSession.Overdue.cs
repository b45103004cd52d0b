using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What happens to intents that were sent and are not acknowledged for long.</content>
internal sealed partial class AgentSession
{
    private long? _comparedAgainAt;
    private volatile bool _comparing;
    private volatile bool _comparesAgain;

    // Of the clock's thread. An inventory that is on its way already is as good as another.
    private void CheckAcknowledgements()
    {
        var time = _context.Time;
        if (_queue.OldestSent() is not { } oldest)
            return;
        var age = time.GetElapsedTime(oldest);
        var since = _comparedAgainAt is { } at ? time.GetElapsedTime(at) : (TimeSpan?)null;
        switch (AckSteps.Next(TimeSpan.FromSeconds(_context.Options.AckTimeoutSeconds), age, since))
        {
            case AckStep.Compare:
                LogOverdue(Plane, Id, _queue.InFlight, age.TotalSeconds);
                _comparedAgainAt = time.GetTimestamp();
                _comparesAgain = true;
                _queue.Post([]);
                break;
            case AckStep.End:
                _context.Directory.CountAckTimeout();
                End(SessionEnd.AckTimeout);
                break;
        }
    }

    private async Task CompareAgainAsync(CancellationToken stop)
    {
        _comparesAgain = false;
        if (_comparing)
            return;
        _comparing = true;
        await WriteAsync(new CompareFrame(), stop);
    }
}
