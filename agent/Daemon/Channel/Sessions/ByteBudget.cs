namespace Pdp.Daemon.Channel.Sessions;

/// <summary>
/// Bounds the bytes held for unacknowledged intents. The one reader waits for room, and so stops reading: the peer feels it
/// through the connection. While that lasts, silence is this side's own doing and must not count as the peer's.
/// </summary>
/// <param name="limit">Most bytes; a first item larger than that is let through alone.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ByteBudget(long limit, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private long _held;
    private long _lastWaited;

    /// <summary>Bytes held now.</summary>
    public long Held
    {
        get { lock (_lock) return _held; }
    }

    /// <summary>When the reader last waited for room, a timestamp of the clock; 0 when it never did.</summary>
    public long LastWaited
    {
        get { lock (_lock) return _waiting is null ? _lastWaited : timeProvider.GetTimestamp(); }
    }

    /// <summary>Takes bytes, then waits while more are held than the limit allows.</summary>
    public async Task TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _held += bytes;
            if (_held <= limit) return;
            _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            await _waiting.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock) (_waiting, _lastWaited) = (null, timeProvider.GetTimestamp());
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Release(int bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
            if (_held <= limit) _waiting?.TrySetResult();
        }
    }
}
