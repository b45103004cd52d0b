using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes.Objects;
using Pdp.Observability.Components;

namespace Pdp.Daemon.Observability.Rollouts;

/// <summary>Draws trees from what the agent follows anyway: nothing more is asked of the cluster.</summary>
internal sealed class RolloutTrees(KindFollowers followers, IRunJobs jobs) : IRolloutTrees
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<RolloutNode>?> OfAsync(DeployedIntent intent, CancellationToken cancellationToken)
    {
        try
        {
            var pods = await followers.OfAsync(KindFollowers.Pod, cancellationToken);
            List<JsonObject> objects = [.. followers.OfIntent(intent.Id), .. await jobs.OfAsync(intent.Id, cancellationToken)];
            objects = [.. objects.DistinctBy(one => one.Uid ?? one.Name)];
            var ids = objects.Select(one => one.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var theirs = pods?.All().Where(pod => pod.Label(ManagedMetadata.IntentLabel) == intent.Id || IsOf(pod, ids)) ?? [];
            return RolloutTree.Of(objects, [.. theirs]);
        }
        catch (ClusterException)
        {
            return null;
        }
    }

    // The pods of a task's runs belong to the runs' own intents.
    private static bool IsOf(JsonObject pod, HashSet<string> owners) => pod.ControllerReference?.GetString("uid") is { } owner && owners.Contains(owner);
}
