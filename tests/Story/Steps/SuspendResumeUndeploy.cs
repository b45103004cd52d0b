using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 14.</summary>
internal sealed class SuspendResumeUndeploy : IStep
{
    private const int Sample = 20;
    private static readonly IReadOnlyList<string> Everything = [.. Shop.Intents, OneTimeTask.Id];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    public string Title => "suspend, resume, undeploy: objects are pruned and nothing is left but what the status says it keeps";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var suspended = await StateAsync(stage, Shop.Backend, "Suspended", "Suspended", ct);
        await Poll.UntilTrueAsync("the suspended backend's pods to be gone", async () => (await PodsAsync(stage, Shop.Backend, ct)) == 0, Limit, ct);
        var kept = await ObjectsAsync(stage, Shop.Backend, ct);
        if (!kept.Any(item => item.StartsWith("deployments/", StringComparison.Ordinal)))
        {
            throw new StoryException("a suspended component keeps its objects, but the Deployment is gone");
        }

        var resumed = await StateAsync(stage, Shop.Backend, "Active", "Healthy", ct);
        await (await ServiceDoor.FindAsync(stage, Shop.Backend, ct)).VersionsAsync(Sample, ct);

        var undeployed = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Everything.Select(id => StateAsync(stage, id, "Undeployed", "Undeployed", ct)));
        var undeploying = TimeProvider.System.GetElapsedTime(undeployed);
        var told = await LeftAsync(stage, ct);
        await RemoveAsync(stage, ct);
        return $"suspended after {suspended.TotalSeconds:0.0} s, resumed after {resumed.TotalSeconds:0.0} s, everything undeployed after " +
            $"{undeploying.TotalSeconds:0.0} s; kept and said so: {string.Join(", ", told)}; then the intents were taken back, and are gone";
    }

    // Taken back: the intent itself goes too.
    private static async Task RemoveAsync(Stage stage, CancellationToken ct)
    {
        foreach (var id in Everything)
        {
            await stage.Control.Api.DeleteAsync(stage.Plane, id, ct);
        }

        await Poll.UntilTrueAsync(
            "the intents to be gone from the cluster",
            async () => !(await stage.Cluster.ListAsync(ClusterPaths.Collection("intents"), ct)).Select(ClusterPaths.NameOf).Intersect(Everything).Any(),
            Limit,
            ct);
    }

    private static async Task<TimeSpan> StateAsync(Stage stage, string id, string state, string phase, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        var generation = await stage.ChangeAsync(id, spec => spec["state"] = state, ct);
        await stage.PhaseAsync(id, generation, phase, Limit, ct);
        return TimeProvider.System.GetElapsedTime(started);
    }

    // What carries the label of an intent must be what its status says it keeps.
    private static async Task<IReadOnlyList<string>> LeftAsync(Stage stage, CancellationToken ct)
    {
        var views = await Task.WhenAll(Everything.Select(id => stage.IntentAsync(id, ct)));
        var said = views.SelectMany(view => view.Kept).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in ClusterPaths.Rendered.Append("persistentvolumeclaims").Append("pods"))
        {
            var items = await stage.Cluster.ListAsync(ClusterPaths.OfIntents(resource, Everything), ct);
            if (items.Select(item => $"{(string)item["metadata"]!["name"]!} ({resource})").Except(said, StringComparer.Ordinal).FirstOrDefault() is { } unsaid)
            {
                throw new StoryException($"{unsaid} is left, and no status says so");
            }
        }

        return [.. said.Order(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<string>> ObjectsAsync(Stage stage, string id, CancellationToken ct)
    {
        var all = new List<string>();
        foreach (var resource in ClusterPaths.Rendered)
        {
            all.AddRange((await stage.Cluster.ListAsync(ClusterPaths.OfIntent(resource, id), ct)).Select(item => $"{resource}/{ClusterPaths.NameOf(item)}"));
        }

        return all;
    }

    private static async Task<int> PodsAsync(Stage stage, string id, CancellationToken ct) =>
        (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("pods", id), ct)).Count;

    private static string KeyOf(JsonObject entry) => $"{(string)entry["name"]!} ({((string)entry["kind"]!).ToLowerInvariant()}s)";
}
