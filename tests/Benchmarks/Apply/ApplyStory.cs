using Pdp.Benchmarks.Measuring;
using Pdp.Story.Staging;

namespace Pdp.Benchmarks.Apply;

/// <summary>
/// The agent makes the components; then the same objects are applied by kubectl, and by bare patches side by side, which is as fast as the
/// API server goes. All in one run, on one cluster, for only such figures can be compared.
/// </summary>
internal sealed class ApplyStory(Stage stage, int components)
{
    // No process runs, so that the figures are of agent and cluster alone.
    private const string Image = "pdp.dev/bench:1";
    private const int MostRepairs = 200;

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        await WarmUp.RunAsync(stage, Image, ct);
        var burst = await Burst.MeasureAsync(stage, Image, components, ct);
        var memory = new Figure("agent memory (resident), after the burst", stage.Agent.Process!.ResidentBytes / (1024.0 * 1024), "MiB");
        var objects = await PlainObjects.OfAgentAsync(stage.Cluster, ct);
        var agent = PerSecond("agent: objects a second", objects.Count, TimeSpan.FromSeconds(burst.First(figure => figure.Name.EndsWith("all applied", StringComparison.Ordinal)).Value));
        var writes = burst.First(figure => figure.Name == Burst.Writes);
        var repairs = await Repairs.MeasureAsync(stage.Cluster, Math.Min(MostRepairs, components), ct);
        await Settled.WaitAsync(stage, ct);
        var rest = await AtRest.MeasureAsync(stage, $"at rest with {components} components", Rest, ct);

        // The agent is done; what follows is none of its business, and it makes none of it its own. Each begins when the cluster's controllers are
        // done with what was before, or the ceiling would be too low.
        var ofKubectl = new BusyTime(stage);
        var kubectl = await Kubectl.ApplyAsync(stage, await objects.InAsync("bench-kubectl", ct), ct) is { } took
            ? [PerSecond("kubectl apply --server-side: objects a second", objects.Count, took), .. ofKubectl.OfCluster("kubectl")]
            : Array.Empty<Figure>();
        await Settled.WaitAsync(stage, ct);
        var ofPatches = new BusyTime(stage);
        var ceiling = PerSecond(
            $"bare patches, {BarePatches.InFlight} in flight: objects a second",
            objects.Count,
            await BarePatches.ApplyAsync(stage.Cluster, await objects.InAsync("bench-bare", ct), ct));
        return
        [
            .. burst, memory, agent, .. kubectl, ceiling, .. ofPatches.OfCluster("bare patches"),
            new Figure("agent, objects a second of what bare patches reach", agent.Value / ceiling.Value * 100, "%"),
            new Figure("agent, writes a second of what bare patches reach", writes.Value / ceiling.Value * 100, "%"),
            .. repairs, .. rest,
        ];
    }

    private static Figure PerSecond(string name, int objects, TimeSpan took) => new(name, objects / took.TotalSeconds, "objects/s");
}
