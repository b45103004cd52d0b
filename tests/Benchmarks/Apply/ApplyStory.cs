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
    private const int CeilingRounds = 3;

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
        var (ceiling, ofPatches) = await CeilingAsync(objects, ct);
        return
        [
            .. burst, memory, agent, .. kubectl, ceiling, .. ofPatches,
            new Figure("agent, objects a second of what bare patches reach", agent.Value / ceiling.Value * 100, "%"),
            new Figure("agent, writes a second of what bare patches reach", writes.Value / ceiling.Value * 100, "%"),
            .. repairs, .. rest,
        ];
    }

    // The fastest of some rounds: how much of the controllers' work falls into a round is chance.
    private async Task<(Figure Ceiling, IReadOnlyList<Figure> Busy)> CeilingAsync(PlainObjects objects, CancellationToken ct)
    {
        var rounds = new List<(Figure Ceiling, IReadOnlyList<Figure> Busy)>();
        for (var round = 1; round <= CeilingRounds; round++)
        {
            var there = await objects.InAsync($"bench-bare-{round}", ct);
            await Settled.WaitAsync(stage, ct);
            var busy = new BusyTime(stage);
            var took = await BarePatches.ApplyAsync(stage.Cluster, there, ct);
            var ceiling = PerSecond($"bare patches, {BarePatches.InFlight} in flight: objects a second, best of {CeilingRounds}", objects.Count, took);
            rounds.Add((ceiling, [.. busy.OfCluster("bare patches")]));
        }

        return rounds.MaxBy(round => round.Ceiling.Value);
    }

    private static Figure PerSecond(string name, int objects, TimeSpan took) => new(name, objects / took.TotalSeconds, "objects/s");
}
