namespace Pdp.LocalCluster.Node.Containers;

/// <summary>A run with nothing behind it: it ends when told to, or by itself after a while.</summary>
internal sealed class SimulatedRun : IContainerRun, IDisposable
{
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer? _end;

    /// <param name="endsAfter">Null runs on.</param>
    /// <param name="exitCode">How it ends by itself.</param>
    /// <param name="time">The clock.</param>
    public SimulatedRun(TimeSpan? endsAfter, int exitCode, TimeProvider time)
    {
        if (endsAfter is { } after) _end = time.CreateTimer(_ => _exited.TrySetResult(exitCode), null, after, Timeout.InfiniteTimeSpan);
    }

    public Task<int> Exited => _exited.Task;

    public int? ProcessId => null;

    public void Terminate() => _exited.TrySetResult(0);

    public void Kill() => _exited.TrySetResult(137);

    public void Dispose() => _end?.Dispose();
}
