namespace Pdp.ControlStub.Gateway;

/// <summary>
/// Writes a session has begun and not waited for, so that many answers of an agent share one flush to the disk. Bounded: past the
/// limit the oldest is waited for, the session reads no further meanwhile, and the agent feels it.
/// </summary>
internal sealed class PendingWrites(int limit)
{
    private readonly Queue<Task> _writes = new();

    /// <summary>Adds a write; waits while there are too many.</summary>
    /// <exception cref="Exception">An earlier write failed.</exception>
    public async Task AddAsync(Task write)
    {
        _writes.Enqueue(write);
        while (_writes.Count > limit || (_writes.Count > 0 && _writes.Peek().IsCompleted))
            await _writes.Dequeue();
    }

    /// <summary>Waits for all of them.</summary>
    public async Task FlushAsync()
    {
        while (_writes.TryDequeue(out var write))
            await write;
    }
}
