using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster;

/// <summary>
/// Takes charge of objects by putting this leader's token on them: that makes another version of each, so every write an earlier leader may
/// still have under way names one that is gone.
/// </summary>
internal sealed class Claims(IKubernetesApi api, WriteFence fence, ClusterMetrics metrics)
{
    // Controllers write the status of a workload that rolls out several times a second.
    private const int Attempts = 8;

    /// <summary>Whether this leader is in charge of an object already.</summary>
    public bool Holds(JsonObject live) => FencingTokens.On(live) == fence.Token;

    /// <summary>Takes charge of an object, whatever becomes of it meanwhile.</summary>
    /// <returns>The object as it is now; null when it is gone.</returns>
    /// <exception cref="KubernetesException">Not done.</exception>
    public async Task<JsonObject?> TakeAsync(JsonObject live, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Holds(live)) return live;
            try
            {
                return await TakeAsReadAsync(live, cancellationToken);
            }
            catch (KubernetesException gone) when (gone.IsNotFound)
            {
                return null;
            }
            catch (KubernetesException conflict) when (conflict.IsConflict && attempt < Attempts)
            {
                if (await api.GetAsync(ObjectReference.Of(live), cancellationToken) is not { } now) return null;
                live = now;
            }
        }
    }

    /// <summary>Takes charge of an object, if it is still as it was read.</summary>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="KubernetesException">Not done; a conflict when it has changed.</exception>
    public async Task<JsonObject> TakeAsReadAsync(JsonObject live, CancellationToken cancellationToken)
    {
        await fence.AdmitAsync(live, cancellationToken);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = live.ResourceVersion } };
        FencingTokens.Put(patch, fence.Token);
        try
        {
            var now = await fence.WriteAsync(fencing => api.PatchAsync(
                ObjectReference.Of(live),
                patch,
                new PatchOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing },
                cancellationToken));
            metrics.Claimed(live.Kind ?? "");
            return now;
        }
        catch (KubernetesException conflict) when (conflict.IsConflict)
        {
            metrics.Conflicted(live.Kind ?? "");
            throw;
        }
    }
}
