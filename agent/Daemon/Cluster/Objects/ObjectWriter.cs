using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>
/// Writes objects, each only in the version it was read in. A conflict is looked at: while what was decided on still stands (a controller
/// wrote a status), the write goes on from the version that is there now; otherwise it is given up, to be decided anew.
/// </summary>
internal sealed class ObjectWriter(IKubernetesApi api, KindFollowers followers, WriteFence fence, ClusterMetrics metrics)
{
    // A workload that rolls out changes its status several times a second.
    private const int Attempts = 8;

    /// <summary>Applies a manifest in the place of what was read.</summary>
    /// <exception cref="KubernetesException">Not applied.</exception>
    /// <exception cref="ClusterException">This agent does not lead, or what was read has changed.</exception>
    public async Task<ApplyResult> ApplyAsync(JsonObject manifest, JsonObject? live, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (live is not null) await fence.AdmitAsync(live, cancellationToken);
            try
            {
                return await ApplyAsReadAsync(manifest, live, cancellationToken);
            }
            catch (KubernetesException conflict) when (conflict.IsConflict)
            {
                metrics.Conflicted(manifest.Kind ?? "");
                var now = await LookAsync(ObjectReference.Of(manifest), cancellationToken);
                // Nothing has changed, so it is no precondition that failed.
                if (now?.ResourceVersion == live?.ResourceVersion) throw;
                if (attempt == Attempts || !Stands(live, now)) throw conflict.ToOutdated();
                live = now;
            }
        }
    }

    /// <summary>Deletes an object, and what it owns after it.</summary>
    /// <param name="reference">Which.</param>
    /// <param name="uid">Only this one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="KubernetesException">Not deleted.</exception>
    /// <exception cref="ClusterException">This agent does not lead, or the object has changed.</exception>
    public async Task<DeleteResult> DeleteAsync(ObjectReference reference, string uid, CancellationToken cancellationToken)
    {
        var follower = await followers.OfAsync(reference.Kind, cancellationToken);
        var live = follower?.Find(reference.Namespace, reference.Name) ?? await api.GetAsync(reference, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            if (live is null) return new DeleteResult(DeleteOutcome.NotFound);
            if (live.Uid != uid) return new DeleteResult(DeleteOutcome.PreconditionFailed);
            await fence.AdmitAsync(live, cancellationToken);
            var result = await fence.WriteAsync(fencing => api.DeleteAsync(
                reference, new DeleteOptions { Uid = uid, ResourceVersion = live.ResourceVersion, Fencing = fencing }, cancellationToken));
            if (result.Outcome != DeleteOutcome.PreconditionFailed) return result;
            metrics.Conflicted(reference.Kind.Kind);
            var now = await LookAsync(reference, cancellationToken);
            if (now is not null && now.Uid == uid && (attempt == Attempts || !Stands(live, now)))
            {
                throw new ClusterException(Protocol.Intents.FailureReason.Conflict, $"{reference} was changed by somebody else meanwhile.")
                {
                    IsOutdated = true,
                };
            }
            live = now;
        }
    }

    private async Task<ApplyResult> ApplyAsReadAsync(JsonObject manifest, JsonObject? live, CancellationToken cancellationToken)
    {
        var bound = (JsonObject)manifest.DeepClone();
        Precondition.Put(bound, live);
        FencingTokens.Put(bound, fence.Token);
        var result = await fence.WriteAsync(fencing => api.ApplyAsync(
            bound,
            new ApplyOptions
            {
                FieldManager = ManagedMetadata.FieldManager,
                Force = true,
                KnownResourceVersion = live?.ResourceVersion ?? "",
                Fencing = fencing,
            },
            cancellationToken));
        if (await followers.OfAsync(GroupVersionKind.Of(manifest), cancellationToken) is { } follower) follower.Wrote(result.Object);
        return result;
    }

    private async Task<JsonObject?> LookAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        var now = await api.GetAsync(reference, cancellationToken);
        var follower = await followers.OfAsync(reference.Kind, cancellationToken);
        var last = follower?.Find(reference.Namespace, reference.Name);
        if (now is null && last is not null) follower!.Deleted(last);
        else if (now is not null && (last is not null || followers.IsFollowed(now))) follower?.Wrote(now);
        // Of one that is not followed nothing would tell when it changes, so it is not taken in.
        else if (now?.Namespace is { } @namespace) followers.Others.Forget(reference.Kind, @namespace);
        return now;
    }

    // Plans are made from everything but the status and what others note down in annotations.
    private static bool Stands(JsonObject? before, JsonObject? now) =>
        before is not null && now is not null && before.Uid == now.Uid && JsonNode.DeepEquals(Decisive(before), Decisive(now));

    private static JsonObject Decisive(JsonObject obj)
    {
        var copy = (JsonObject)obj.DeepClone();
        copy.Remove("status");
        if (copy.GetObject("metadata") is not { } metadata) return copy;
        foreach (var field in (ReadOnlySpan<string>)["resourceVersion", "managedFields", "annotations", "generation"]) metadata.Remove(field);
        return copy;
    }
}
