namespace Pdp.Daemon.Intake;

/// <summary>One at a time per intent, first come first served. A lock lives only while somebody holds it or waits for it.</summary>
internal sealed class IntentLocks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turnstile> _turnstiles = [];

    /// <summary>Waits for one's turn; disposing of the result ends it.</summary>
    public async Task<IDisposable> EnterAsync(string id, CancellationToken cancellationToken)
    {
        Turnstile turnstile;
        lock (_lock)
        {
            if (!_turnstiles.TryGetValue(id, out turnstile!)) _turnstiles.Add(id, turnstile = new Turnstile());
            turnstile.Users++;
        }
        try
        {
            await turnstile.Semaphore.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(id, turnstile, entered: false);
            throw;
        }
        return new Turn(this, id, turnstile);
    }

    private void Leave(string id, Turnstile turnstile, bool entered)
    {
        lock (_lock)
        {
            if (entered) turnstile.Semaphore.Release();
            if (--turnstile.Users > 0) return;
            _turnstiles.Remove(id);
            turnstile.Semaphore.Dispose();
        }
    }

    private sealed class Turnstile
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Turn(IntentLocks locks, string id, Turnstile turnstile) : IDisposable
    {
        public void Dispose() => locks.Leave(id, turnstile, entered: true);
    }
}
