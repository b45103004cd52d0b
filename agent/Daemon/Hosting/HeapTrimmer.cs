using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Hosting;

/// <summary>
/// Gives memory back after much work. The collector gives back only when it collects, and where nothing happens any more nothing is collected: what a
/// thousand components took while they were rolled out would stay taken for hours.
/// </summary>
internal sealed class HeapTrimmer(ReconcileQueue queue, TimeProvider time) : BackgroundService
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rule = new TrimRule();
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (rule.IsDue(GC.GetTotalAllocatedBytes(), isBusy: queue.Waiting + queue.Running > 0))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
