namespace Pdp.ControlStub.Store;

/// <summary>Turns among those of one process, in the order they came. Safe for several threads.</summary>
internal sealed class LocalTurns : ITurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _last = [];

    public async Task<IAsyncDisposable> TakeAsync(string plane, CancellationToken cancellationToken)
    {
        var turn = new Turn(this, plane);
        Task before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(plane)?.Over ?? Task.CompletedTask;
            _last[plane] = turn;
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return turn;
        }
        catch (OperationCanceledException)
        {
            // Those behind go on waiting for the ones before.
            _ = before.ContinueWith(_ => turn.End(), TaskScheduler.Default);
            throw;
        }
    }

    private sealed class Turn(LocalTurns turns, string plane) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void End()
        {
            lock (turns._lock)
            {
                if (turns._last.GetValueOrDefault(plane) == this)
                    turns._last.Remove(plane);
            }

            _over.TrySetResult();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return ValueTask.CompletedTask;
        }
    }
}
