using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 3.</summary>
internal sealed class ReleaseUnderLoad : IStep
{
    private const int LeastRequests = 2000;
    private const int Sample = 60;
    private static readonly TimeSpan SwitchLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(60);

    public string Title => "a new release of the backend rolls out under load: no request fails, both versions answer, the new one at the end";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var door = await ServiceDoor.FindAsync(stage, Shop.Backend, ct);
        var before = await door.VersionsAsync(Sample, ct);
        await using var load = door.Load();
        await Poll.UntilTrueAsync("the first requests", () => Task.FromResult(load.Requests > Sample), HealthyLimit, ct);
        var started = TimeProvider.System.GetTimestamp();
        var generation = await stage.ChangeAsync(
            Shop.Backend, spec => Shop.Release(spec, "inventorybackend-2", stage.Options.Images.Second, HealthyLimit), ct);
        await stage.PhaseAsync(Shop.Backend, generation, "Healthy", HealthyLimit, ct);
        var took = TimeProvider.System.GetElapsedTime(started);
        var report = await load.FinishAsync(LeastRequests, ct);
        report.MustBeClean(LeastRequests);
        var after = await OnlyNewAsync(door, before.Keys, ct);

        if (!before.Keys.All(report.Versions.ContainsKey) || !after.Keys.Any(report.Versions.ContainsKey))
        {
            throw new StoryException($"both versions should have answered during the rollout: {report}");
        }

        return $"Healthy after {took.TotalSeconds:0.0} s; {report}; at the end {string.Join(", ", after.Keys)}";
    }

    // Old pods may answer for the moment the cluster needs to send new connections elsewhere.
    private static async Task<IReadOnlyDictionary<string, int>> OnlyNewAsync(ServiceDoor door, IEnumerable<string> old, CancellationToken ct)
    {
        var last = "";
        try
        {
            return await Poll.UntilAsync(
                "only the new version to answer",
                async () =>
                {
                    var versions = await door.VersionsAsync(Sample, ct);
                    last = string.Join(", ", versions.Keys);
                    return versions.Keys.Intersect(old, StringComparer.Ordinal).Any() ? null : versions;
                },
                SwitchLimit,
                ct);
        }
        catch (StoryException inVain)
        {
            throw new StoryException($"{inVain.Message}: {last} answered; do the two images answer alike?", inVain);
        }
    }
}
