using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Runs;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>Jobs, told by the same watch that tells of those that intents bring.</summary>
internal sealed class RunJobs(IKubernetesApi api, KindFollowers followers, WriteFence fence) : IRunJobs
{
    private static readonly GroupVersionKind _job = new("batch", "v1", "Job");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JsonObject>> OfAsync(string intentId, CancellationToken cancellationToken)
    {
        if (await FollowerAsync(cancellationToken) is not { } follower) return [];
        var own = follower.OfIntent(intentId);
        var runs = follower.All().Where(job => job.Label(ManagedMetadata.TaskLabel) == intentId);
        return [.. own.Concat(runs).DistinctBy(job => job.Uid)];
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(JsonObject job, CancellationToken cancellationToken)
    {
        try
        {
            var now = await api.GetAsync(ObjectReference.Of(job), cancellationToken);
            if (now is null || now.Uid != job.Uid || !RunGuard.IsOn(now)) return;
            await fence.AdmitAsync(now, cancellationToken);
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = now.ResourceVersion,
                    ["finalizers"] = new JsonArray([.. RunGuard.Others(now).Select(name => (JsonNode)name)]),
                },
            };
            var released = await fence.WriteAsync(fencing => api.PatchAsync(
                ObjectReference.Of(now), patch, new PatchOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing }, cancellationToken));
            // One that was only held back by the guard is gone with it; the watch tells.
            if (!released.IsBeingDeleted && await FollowerAsync(cancellationToken) is { } follower) follower.Wrote(released);
        }
        catch (KubernetesException failure) when (failure.IsNotFound)
        {
            // It went by itself.
        }
        catch (KubernetesException conflict) when (conflict.IsConflict)
        {
            throw conflict.ToOutdated();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private async Task<KindFollower?> FollowerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await followers.OfAsync(_job, cancellationToken);
        }
        catch (ClusterException failure) when (failure.Reason == FailureReason.Forbidden)
        {
            return null;
        }
    }
}
