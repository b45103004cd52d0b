namespace Pdp.Benchmarks.Measuring;

/// <summary>Looks ten times a second how much memory this process has resident, and remembers the most.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;
    private long _most;

    public PeakMemory() => _looking = LookAsync();

    /// <summary>The most since it was asked last.</summary>
    public Figure Take(string when) => new($"memory resident, most {when}", Math.Max(Interlocked.Exchange(ref _most, 0), Environment.WorkingSet) / 1048576.0, "MiB");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        using var ticks = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            while (await ticks.WaitForNextTickAsync(_stop.Token)) Interlocked.Exchange(ref _most, Math.Max(Interlocked.Read(ref _most), Environment.WorkingSet));
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}
