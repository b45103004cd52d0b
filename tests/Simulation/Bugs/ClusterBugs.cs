using System.Text.Json.Nodes;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Watching;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>Mistakes between the agent and the API server.</summary>
internal static class ClusterBugs
{
    /// <summary>Believes to have written down at which generation an intent was removed.</summary>
    public static PlaySetup RemovalForgetsTombstone(PlaySetup setup) => setup.InApi((method, arguments, call) => (method, arguments[0]) switch
    {
        (nameof(IKubernetesApi.CreateAsync), JsonObject manifest) when IsRemoved(manifest) => Task.FromResult(Believed(manifest)),
        (nameof(IKubernetesApi.PatchAsync), ObjectReference { Name: RemovedIntents.Name }) => Task.FromResult(Believed((JsonObject)arguments[1]!)),
        _ => call(),
    });

    /// <summary>Never hears that something was deleted.</summary>
    public static PlaySetup DeletedEventsLost(PlaySetup setup) => setup.InApi((method, arguments, call) =>
        method == nameof(IKubernetesApi.WatchAsync) && arguments[0] is GroupVersionKind { Kind: "Deployment" or "Service" }
            ? WithoutAsync((IAsyncEnumerable<WatchNotification>)call()!, told => told is WatchNotification.Deleted)
            : call());

    /// <summary>Takes every Deployment for as ready as it should be.</summary>
    public static PlaySetup HealthBelieved(PlaySetup setup) => setup.InApi((method, arguments, call) =>
        method == nameof(IKubernetesApi.WatchAsync) && arguments[0] is GroupVersionKind { Kind: "Deployment" }
            ? WithoutAsync((IAsyncEnumerable<WatchNotification>)call()!, told =>
            {
                Brighten((told as WatchNotification.Added)?.Object ?? (told as WatchNotification.Modified)?.Object);
                return false;
            })
            : call());

    private static PlaySetup InApi(this PlaySetup setup, Func<string, object?[], Func<object?>, object?> call) =>
        setup with { Agent = setup.Agent with { Api = api => Instead.Of(api, call) } };

    private static bool IsRemoved(JsonObject manifest) => (string?)manifest["metadata"]?["name"] == RemovedIntents.Name;

    private static JsonObject Believed(JsonObject said)
    {
        var obj = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = RemovedIntents.Name, ["namespace"] = "pdp-system", ["resourceVersion"] = "1" },
            ["data"] = said["data"]?.DeepClone(),
        };
        return obj;
    }

    private static void Brighten(JsonObject? deployment)
    {
        if (deployment is null) return;
        var wanted = deployment["spec"]?["replicas"]?.GetValue<long>() ?? 1;
        deployment["status"] = new JsonObject
        {
            ["observedGeneration"] = deployment["metadata"]?["generation"]?.DeepClone(),
            ["replicas"] = wanted,
            ["updatedReplicas"] = wanted,
            ["availableReplicas"] = wanted,
        };
    }

    private static async IAsyncEnumerable<WatchNotification> WithoutAsync(
        IAsyncEnumerable<WatchNotification> watch, Predicate<WatchNotification> drop)
    {
        await foreach (var told in watch)
        {
            if (!drop(told)) yield return told;
        }
    }
}
