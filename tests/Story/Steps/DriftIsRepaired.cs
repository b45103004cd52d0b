using System.Text.Json.Nodes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 11.</summary>
internal sealed class DriftIsRepaired : IStep
{
    private static readonly TimeSpan RepairLimit = TimeSpan.FromSeconds(20);

    public string Title => "somebody edits the Deployment, deletes the Service and deletes the ConfigMap; each is repaired";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var edited = await EditDeploymentAsync(stage, ct);
        var service = await DeleteAsync(stage, "services", ct);
        var config = await DeleteAsync(stage, "configmaps", ct);
        var view = await Poll.UntilAsync(
            "the status to tell of the repairs",
            async () => await stage.IntentAsync(Shop.Backend, ct) is var now && now.Drift.Count >= 3 ? now : null,
            RepairLimit,
            ct);
        return $"Deployment after {Milliseconds(edited)}, Service after {Milliseconds(service)}, ConfigMap after {Milliseconds(config)}; " +
            $"the status tells of {view.Drift.Count} repairs";
    }

    /// <summary>Changes the image of the backend's Deployment and waits until it is put back.</summary>
    /// <returns>How long that took, seen from outside.</returns>
    public static async Task<TimeSpan> EditDeploymentAsync(Stage stage, CancellationToken ct)
    {
        // A rollback is announced before it is written: what still has the broken image is about to change by itself.
        var deployment = await Poll.UntilAsync(
            "the Deployment to be that of a good release",
            async () => await OneAsync(stage, "deployments", ct) is var found && (string?)Container(found)["image"] != stage.Options.Images.Broken ? found : null,
            RepairLimit,
            ct);
        var path = PathOf("deployments", deployment);
        var container = Container(deployment);
        var (name, image) = ((string)container["name"]!, (string)container["image"]!);

        // A merge patch replaces a list; the strategic one changes the container it names, as kubectl set image does.
        var change = new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject
                    {
                        ["containers"] = new JsonArray(new JsonObject { ["name"] = name, ["image"] = stage.Options.Images.Broken }),
                    },
                },
            },
        };
        var started = TimeProvider.System.GetTimestamp();
        await stage.Cluster.StrategicMergeAsync(path, change, ct);
        await Poll.UntilTrueAsync(
            "the Deployment's image to be put back",
            async () => await stage.Cluster.GetAsync(path, ct) is { } now && (string?)Container(now)["image"] == image,
            RepairLimit,
            ct);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static JsonNode Container(JsonObject deployment) => deployment["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static async Task<TimeSpan> DeleteAsync(Stage stage, string resource, CancellationToken ct)
    {
        var victim = await OneAsync(stage, resource, ct);
        var path = PathOf(resource, victim);
        var started = TimeProvider.System.GetTimestamp();
        await stage.Cluster.DeleteAsync(path, ct);
        await Poll.UntilTrueAsync(
            $"{resource}/{ClusterPaths.NameOf(victim)} to be back",
            async () => await stage.Cluster.GetAsync(path, ct) is { } back && Uid(back) != Uid(victim),
            RepairLimit,
            ct);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static async Task<JsonObject> OneAsync(Stage stage, string resource, CancellationToken ct) =>
        (await stage.Cluster.ListAsync(ClusterPaths.OfIntent(resource, Shop.Backend), ct)) is [var first, ..]
            ? first
            : throw new StoryException($"{Shop.Backend} has no {resource}");

    private static string PathOf(string resource, JsonObject item) =>
        ClusterPaths.Object(resource, ClusterPaths.NamespaceOf(item), ClusterPaths.NameOf(item));

    private static string Uid(JsonObject item) => (string)item["metadata"]!["uid"]!;

    private static string Milliseconds(TimeSpan took) => $"{took.TotalMilliseconds:0} ms";
}
