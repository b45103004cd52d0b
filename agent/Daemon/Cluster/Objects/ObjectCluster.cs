using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;
using ApplyAction = Pdp.Kubernetes.Verbs.ApplyAction;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>The objects intents are made of, in a Kubernetes cluster.</summary>
internal sealed class ObjectCluster(
    IKubernetesApi api, KindFollowers followers, NamespaceContent content, ObjectWriter writer, Claims claims, ClusterMetrics metrics)
    : IObjectCluster
{
    private static readonly GroupVersionKind _claim = new("", "v1", "PersistentVolumeClaim");

    /// <inheritdoc/>
    public async Task<LiveObjects> ReadAsync(
        string intentId, IReadOnlyCollection<ObjectKey> keys, IReadOnlyCollection<InventoryEntry>? made, CancellationToken cancellationToken)
    {
        var claimed = await OptionalAsync(_claim, cancellationToken);
        return new LiveObjects
        {
            Objects = await FindAsync(keys, made, cancellationToken),
            Claims = claimed?.OfIntent(intentId) ?? [],
            Strays = Strays(intentId, keys),
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject>> FindAsync(
        IReadOnlyCollection<ObjectKey> keys, IReadOnlyCollection<InventoryEntry>? made, CancellationToken cancellationToken)
    {
        var identities = made?.Select(entry => ObjectKey.Of(entry).Identity).ToHashSet();
        var found = new ConcurrentDictionary<(string, string, string?, string), JsonObject>();
        await Task.WhenAll(keys.Select(async key =>
        {
            var wasMade = identities?.Contains(key.Identity) != false;
            if (await FindAsync(key, wasMade, cancellationToken) is { } live) found[key.Identity] = live;
        }));
        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JsonObject>> PodsAsync(string intentId, CancellationToken cancellationToken) =>
        (await OptionalAsync(KindFollowers.Pod, cancellationToken))?.OfIntent(intentId) ?? [];

    /// <inheritdoc/>
    public Task<bool> HoldsNothingElseAsync(string intentId, string @namespace, CancellationToken cancellationToken) =>
        content.IsOnlyOfAsync(intentId, @namespace, cancellationToken);

    /// <inheritdoc/>
    public Task ClaimAsync(IReadOnlyCollection<ObjectKey> keys, bool isThorough, CancellationToken cancellationToken) =>
        Task.WhenAll(keys.Select(key => ClaimAsync(key, isThorough, cancellationToken)));

    /// <inheritdoc/>
    public async Task<Protocol.Intents.ApplyAction> ApplyAsync(JsonObject manifest, JsonObject? live, CancellationToken cancellationToken)
    {
        try
        {
            var result = await writer.ApplyAsync(manifest, live, cancellationToken);
            var action = result.Action switch
            {
                ApplyAction.Created => Protocol.Intents.ApplyAction.Created,
                ApplyAction.Configured => Protocol.Intents.ApplyAction.Configured,
                _ => Protocol.Intents.ApplyAction.Unchanged,
            };
            metrics.Applied(manifest.Kind ?? "", action);
            return action;
        }
        catch (KubernetesException failure)
        {
            metrics.Applied(manifest.Kind ?? "", Protocol.Intents.ApplyAction.Failed);
            throw failure.ToClusterException();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        try
        {
            var reference = ReferenceTo(key);
            var result = await writer.DeleteAsync(reference, uid, cancellationToken);
            var follower = await followers.OfAsync(reference.Kind, cancellationToken);
            if (result is { Outcome: DeleteOutcome.Deleting, Object: { } leaving }) follower?.Wrote(leaving);
            else if (result.Outcome != DeleteOutcome.Deleting && follower?.Find(key.Namespace, key.Name) is { } last && last.Uid == uid)
                follower.Deleted(last);
            metrics.Applied(key.Kind, Protocol.Intents.ApplyAction.Deleted);
            return result.Outcome != DeleteOutcome.Deleting;
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private async Task ClaimAsync(ObjectKey key, bool isThorough, CancellationToken cancellationToken)
    {
        var follower = await followers.OfAsync(ReferenceTo(key).Kind, cancellationToken);
        var live = isThorough ? await FindAsync(key, wasMade: true, cancellationToken) : follower?.Find(key.Namespace, key.Name);
        if (live is null || live.IsBeingDeleted || !WasApplied(live) || claims.Holds(live)) return;
        try
        {
            if (await claims.TakeAsync(live, cancellationToken) is { } now) follower?.Wrote(now);
        }
        catch (KubernetesException refused) when (refused.IsForbidden)
        {
            // What this agent has no right to write, one with the same rights has none under way for.
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    // A copy somebody made carries the same labels and annotations, but other fields' owners. A claim holds data, and a namespace what others
    // made: neither goes because nobody remembers having planned it.
    private IReadOnlyList<JsonObject> Strays(string intentId, IReadOnlyCollection<ObjectKey> keys)
    {
        var known = keys.Select(key => key.Identity).ToHashSet();
        return
        [
            .. followers.OfIntent(intentId, key => key.Kind is not ("PersistentVolumeClaim" or "Namespace") && !known.Contains(key.Identity))
                .Where(live => WasApplied(live) && ManagedFields.HasOurs(live))
                .OrderBy(live => $"{live.Kind}/{live.Namespace}/{live.Name}", StringComparer.Ordinal),
        ];
    }

    private static bool WasApplied(JsonObject live) => live.Annotation(ManagedMetadata.AppliedHashAnnotation) is not null;

    // Only an agent that may make claims has any; only one that may see pods can say why they do not start.
    private async Task<KindFollower?> OptionalAsync(GroupVersionKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await followers.OfAsync(kind, cancellationToken);
        }
        catch (ClusterException failure) when (failure.Reason == Protocol.Intents.FailureReason.Forbidden)
        {
            return null;
        }
    }

    // What the picture does not show may still be there without our label: made by somebody else, or with the label taken off. And what the
    // agent made may be on its way into the picture.
    private async Task<JsonObject?> FindAsync(ObjectKey key, bool wasMade, CancellationToken cancellationToken)
    {
        var reference = ReferenceTo(key);
        var follower = await followers.OfAsync(reference.Kind, cancellationToken);
        if (follower?.Find(key.Namespace, key.Name) is { } followed) return followed;
        try
        {
            var mayBeThere = wasMade || follower is null || key.Namespace is null
                || await followers.Others.MayHaveAsync(
                    reference.Kind, followers.SelectorOfOthers(reference.Kind), key.Namespace, key.Name, cancellationToken);
            return mayBeThere ? await api.GetAsync(reference, cancellationToken) : null;
        }
        catch (KubernetesException failure) when (failure.IsKindUnknown)
        {
            return null;
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private static ObjectReference ReferenceTo(ObjectKey key) =>
        new(new GroupVersionKind(key.Group, key.Version, key.Kind), key.Namespace, key.Name);
}
