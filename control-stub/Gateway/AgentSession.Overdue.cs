using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What happens to intents that were sent and are not acknowledged for long, and to those that were and that the plane lost.</content>
internal sealed partial class AgentSession
{
    private long? _comparedAgainAt;
    private long? _comparedForLossAt;
    private volatile bool _isLost;
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

    // Of the clock's thread. At most once in the time an acknowledgement has, so that a hand that goes on deleting causes no storm.
    private void CheckLosses()
    {
        // A comparison on its way may have been made before the loss.
        if (!_isLost || _comparing || _comparesAgain)
            return;
        var time = _context.Time;
        if (_comparedForLossAt is { } at && time.GetElapsedTime(at) < TimeSpan.FromSeconds(_context.Options.AckTimeoutSeconds))
            return;
        _isLost = false;
        _comparedForLossAt = time.GetTimestamp();
        LogLost(Plane, Id);
        _comparesAgain = true;
        _queue.Post([]);
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
