using System.Diagnostics;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Tests.Controllers;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Node;

public sealed class NodeScaleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Five_hundred_pods_come_and_then_cost_next_to_nothing()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 50; i++) cluster.Create(Workloads.Deployment($"web-{i}", "app:v1", 10));
        await RunningCluster.UntilAsync(() => cluster.List("deployments.apps").All(DeploymentTests.IsComplete), seconds: 120);
        output.WriteLine($"500 pods of 50 deployments available after {clock.ElapsedMilliseconds} ms");
        Assert.Equal(500, cluster.List("pods").Count);
        Assert.Equal(500, cluster.List("pods").Select(pod => pod.Text("status", "podIP")).Distinct(StringComparer.Ordinal).Count());
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, RunningCluster.Cancel);
        process.Refresh();
        // Other tests of this process may run beside: the figure is for reading, not for failing.
        output.WriteLine($"2 s at rest took {(process.TotalProcessorTime - before).TotalMilliseconds:0} ms of processor time; {process.WorkingSet64 >> 20} MiB");
    }
}
