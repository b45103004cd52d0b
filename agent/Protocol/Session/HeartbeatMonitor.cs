using Pdp.Protocol.Frames;

namespace Pdp.Protocol.Session;

/// <summary>Pings the peer and notices when it is gone. Used alike by both sides.</summary>
/// <param name="interval">Time between two pings: <c>welcome.heartbeatSeconds</c>.</param>
/// <param name="lastHeard">When anything last came from the peer, a timestamp of the clock.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class HeartbeatMonitor(TimeSpan interval, Func<long> lastHeard, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private long _number;
    private long _pingedAt = timeProvider.GetTimestamp();

    /// <summary>Pings until the peer has been silent for two intervals; returns then, or throws when cancelled.</summary>
    /// <param name="ping">Queues a ping; must not wait for the peer.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task UntilLostAsync(Action<PingFrame> ping, CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = HeartbeatStep.Next(
                interval, timeProvider.GetElapsedTime(_pingedAt), timeProvider.GetElapsedTime(lastHeard()));
            if (step.Action == HeartbeatAction.Lost) return;
            if (step.Action == HeartbeatAction.Ping) ping(NextPing());
            // A delay is cut to whole milliseconds: what is left of the last one would be no delay at all, and this loop would spin.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(step.Again.TotalMilliseconds)), timeProvider, cancellationToken);
        }
    }

    /// <summary>The round trip that a pong completes; null when it answers no ping of late.</summary>
    public TimeSpan? RoundTrip(PongFrame pong)
    {
        lock (_lock) return pong.Number == _number && _number > 0 ? timeProvider.GetElapsedTime(_pingedAt) : null;
    }

    private PingFrame NextPing()
    {
        lock (_lock)
        {
            _pingedAt = timeProvider.GetTimestamp();
            return new PingFrame(++_number);
        }
    }
}
