namespace Pdp.Daemon.Images;

/// <summary>
/// Calls in turn. Who asks for the same thing before it was asked shares the call; who asks later gets one of its own, since what was pushed in
/// between would be missed.
/// </summary>
/// <param name="places">As many calls as may be in flight at once.</param>
internal sealed class CallQueue<T>(SemaphoreSlim places)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<T>> _waiting = [];

    /// <summary>Makes a call, or shares one that waits.</summary>
    public Task<T> AskAsync(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(what, out var shared)) return shared;
            var turn = new TaskCompletionSource();
            var asked = InTurnAsync(what, call, turn.Task, cancellationToken);
            _waiting.Add(what, asked);
            turn.SetResult();
            return asked;
        }
    }

    private async Task<T> InTurnAsync(string what, Func<CancellationToken, Task<T>> call, Task noted, CancellationToken cancellationToken)
    {
        await noted.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await places.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock) _waiting.Remove(what);
        }
        try
        {
            return await call(cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }
}
