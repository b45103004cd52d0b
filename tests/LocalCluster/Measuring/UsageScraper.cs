using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Measuring;

/// <summary>
/// Measures what containers use, as metrics-server does: every so often, and what is answered is the difference of the last two measurements. A
/// container that was started again begins anew.
/// </summary>
internal sealed class UsageScraper(NodeAgent node, LocalClusterOptions options, TimeProvider time) : BackgroundService, IPodUsage
{
    private Dictionary<RunningContainer, ProcessUsage> _before = [];
    private volatile Round? _last;

    public PodUsage? Of(JsonObject pod)
    {
        if (_last is not { } round || !round.Pods.TryGetValue(pod.Uid(), out var containers)) return null;
        var usages = containers.Select(round.UsageOf).ToList();
        return usages.Contains(null) ? null : new PodUsage(round.Time, round.Window, [.. usages.OfType<ContainerUsage>()]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(options.MetricsResolution ?? Timeout.InfiniteTimeSpan, time);
        var measured = time.GetUtcNow();
        do
        {
            var now = time.GetUtcNow();
            Measure(now, now - measured);
            measured = now;
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    private void Measure(DateTimeOffset now, TimeSpan window)
    {
        var processes = ProcessTable.Read();
        var running = node.Running();
        var usage = new Dictionary<RunningContainer, ProcessUsage>();
        foreach (var container in running)
        {
            if (container.ProcessId is { } id && processes.TreeOf(id) is { } used) usage[container] = used;
        }
        _last = new Round(now, window, running.GroupBy(one => one.PodUid).ToDictionary(pod => pod.Key, pod => pod.ToList(), StringComparer.Ordinal), usage, _before);
        _before = usage;
    }

    private sealed record Round(
        DateTimeOffset Time,
        TimeSpan Window,
        IReadOnlyDictionary<string, List<RunningContainer>> Pods,
        Dictionary<RunningContainer, ProcessUsage> Usage,
        Dictionary<RunningContainer, ProcessUsage> Before)
    {
        public ContainerUsage? UsageOf(RunningContainer container)
        {
            if (Window <= TimeSpan.Zero || !Usage.TryGetValue(container, out var now) || !Before.TryGetValue(container, out var before)) return null;
            // What a child used that nobody waited for is not seen any more.
            var cpu = now.Cpu > before.Cpu ? now.Cpu - before.Cpu : TimeSpan.Zero;
            return new ContainerUsage(container.Name, (long)(cpu / Window * 1e9), now.MemoryBytes);
        }
    }
}
