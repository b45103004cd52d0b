namespace Pdp.ControlStub.Gateway;

/// <summary>
/// Writes a session has begun and not waited for, so that many answers of an agent share one flush to the disk. Bounded: past the
/// limit the oldest is waited for, the session reads no further meanwhile, and the agent feels it.
/// </summary>
/// <param name="limit">Most at once; 1 or more.</param>
/// <param name="failed">Told of each write that failed, at once: the agent may have nothing more to say for hours.</param>
internal sealed class PendingWrites(int limit, Action<Exception> failed)
{
    private readonly Queue<Task> _writes = new();

    /// <summary>Adds a write; waits while there are too many. Never throws for what becomes of them.</summary>
    public async Task AddAsync(Task write)
    {
        _writes.Enqueue(WatchAsync(write));
        while (_writes.Count > limit || (_writes.Count > 0 && _writes.Peek().IsCompleted))
            await _writes.Dequeue();
    }

    /// <summary>Waits for all of them. Never throws for what becomes of them.</summary>
    public async Task FlushAsync()
    {
        while (_writes.TryDequeue(out var write))
            await write;
    }

    private async Task WatchAsync(Task write)
    {
        try
        {
            await write;
        }
#pragma warning disable CA1031 // Whatever it was, it is told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failed(failure);
        }
    }
}
