using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Core.Render.Routes;
using Pdp.Core.Routing;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Routing;

/// <summary>
/// What leads to versions, as it is in the cluster: followed by a label of its own, since no intent owns it, and written through the same fence.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="followers">Follows what carries <see cref="ManagedMetadata.RouteLabel"/>.</param>
/// <param name="cluster">Writes it, over the same followers.</param>
/// <param name="kinds">Which kinds there are.</param>
/// <param name="policy">Which of them the agent may write, and so has rights to follow.</param>
internal sealed class RouteObjects(
    IKubernetesApi api, KindFollowers followers, IObjectCluster cluster, IKindCatalog kinds, Func<CustomerPolicy> policy) : IAsyncDisposable
{
    private static readonly GroupVersionKind _service = new("", "v1", "Service");

    /// <summary>Every group something is there for.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<IReadOnlyList<VersionGroup>> GroupsAsync(CancellationToken cancellationToken) =>
        !policy().Rules.Kinds.Allow.Contains(_service.Kind) || await followers.OfAsync(_service, cancellationToken) is not { } services
            ? []
            : [.. services.All().Select(service => new VersionGroup(service.Namespace ?? "", service.Label(ManagedMetadata.RouteLabel) ?? ""))];

    /// <summary>The objects of a group, and any other with the name of one that is wanted.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<IReadOnlyList<JsonObject>> FindAsync(
        VersionGroup group, IEnumerable<ObjectKey> wanted, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        foreach (var kind in Kinds())
        {
            if (await followers.OfAsync(kind, cancellationToken) is { } follower) found.AddRange(follower.OfIntent(group.Name).Where(o => IsOf(group, o)));
        }
        var known = found.Select(o => ManifestObject.KeyOf(o).Identity).ToHashSet();
        foreach (var key in wanted.Where(key => !known.Contains(key.Identity)))
        {
            if (await GetAsync(key, cancellationToken) is { } other) found.Add(other);
        }
        return found;
    }

    /// <summary>The stable Service of a group; null when there is none of the agent's.</summary>
    public static JsonObject? ServiceIn(VersionGroup group, IEnumerable<JsonObject> found) =>
        found.FirstOrDefault(o => o.Kind == _service.Kind && o.Name == group.Name && IsOf(group, o));

    /// <summary>Takes charge of objects, so that no earlier leader's write of them lands any more.</summary>
    public Task ClaimAsync(IEnumerable<JsonObject> objects, CancellationToken cancellationToken) =>
        cluster.ClaimAsync([.. objects.Select(ManifestObject.KeyOf)], isThorough: false, cancellationToken);

    /// <summary>Writes what differs, then deletes what is left over.</summary>
    /// <exception cref="ClusterException">Not all is done.</exception>
    public async Task WriteAsync(RouteChanges changes, CancellationToken cancellationToken)
    {
        foreach (var (manifest, live) in changes.Apply) await cluster.ApplyAsync(manifest, live, cancellationToken);
        foreach (var obsolete in changes.Delete)
            await cluster.DeleteAsync(ManifestObject.KeyOf(obsolete), ManifestObject.UidOf(obsolete) ?? "", cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => followers.DisposeAsync();

    // Only what the policy allows: the agent's rights are made from the same list, and what it may not read it has never made.
    private IEnumerable<GroupVersionKind> Kinds() => RouteKinds.ServedBy(kinds)
        .Where(kind => policy().Rules.Kinds.Allow.Contains($"{kind.Group}/{kind.Kind}"))
        .Select(kind => new GroupVersionKind(kind.Group, kind.Version, kind.Kind))
        .Prepend(_service);

    private async Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync(new ObjectReference(new GroupVersionKind(key.Group, key.Version, key.Kind), key.Namespace, key.Name), cancellationToken);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private static bool IsOf(VersionGroup group, JsonObject o) =>
        o.Namespace == group.Namespace && o.Label(ManagedMetadata.RouteLabel) == group.Name;
}
