using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Wire;

namespace Pdp.Cutter.Watching;

/// <summary>Follows the journal, the lease and everything managed, on a connection nobody cuts, and keeps every change.</summary>
public sealed class ClusterWatcher(ClusterApi cluster, TimeProvider time)
{
    private const string Managed = "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dpdp-agent";
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _catchUpLimit = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly List<Change> _changes = [];
    private readonly Dictionary<(string What, string Uid), (long Version, bool IsDeleted)> _newest = [];

    /// <summary>The agent's namespace.</summary>
    public const string AgentNamespace = "pdp-system";

    /// <summary>Name of the ConfigMap that remembers removals.</summary>
    public const string Removed = "pdp-agent-removed";

    /// <summary>The kinds that are followed as managed objects.</summary>
    public static IReadOnlyList<string> ManagedResources { get; } =
        ["serviceaccounts", "configmaps", "services", "networkpolicies", "deployments", "jobs"];

    private static IEnumerable<(string What, string Path)> Followed =>
    [
        ("intents", ClusterPaths.Collection("intents", AgentNamespace)),
        ("leases", ClusterPaths.Collection("leases", AgentNamespace)),
        (Removed, ClusterPaths.Collection("configmaps", AgentNamespace) + $"?fieldSelector=metadata.name%3D{Removed}"),
        .. ManagedResources.Select(resource => (resource, PathOf(resource))),
    ];

    /// <summary>What others than the agent have done.</summary>
    public ForeignHands Foreign { get; } = new();

    /// <summary>Follows until cancelled.</summary>
    /// <exception cref="StoryException">A watch ended: changes may be missing.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await Poll.UntilTrueAsync("the Intent definition", async () => await VersionOrNullAsync(ct) is not null, _startLimit, ct);
        await Task.WhenAll(Followed.Select(followed => FollowAsync(followed.What, followed.Path, ct)));
    }

    /// <summary>Everything managed, as it is now.</summary>
    /// <param name="resource">One of <see cref="ManagedResources"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string resource, CancellationToken ct)
    {
        var all = await cluster.ListAsync(PathOf(resource), ct);
        return [.. all.Where(item => ClusterPaths.NamespaceOf(item) != AgentNamespace)];
    }

    /// <summary>The intents in the journal, as they are now.</summary>
    public Task<IReadOnlyList<JsonObject>> IntentsAsync(CancellationToken ct) =>
        cluster.ListAsync(ClusterPaths.Collection("intents", AgentNamespace), ct);

    /// <summary>A version that no change before this call has above it.</summary>
    public async Task<long> VersionAsync(CancellationToken ct) =>
        await VersionOrNullAsync(ct) ?? throw new StoryException("the cluster does not serve intents");

    /// <summary>All changes, by version, once the watches have told of everything that is there now.</summary>
    /// <exception cref="StoryException">They do not in time.</exception>
    public async Task<IReadOnlyList<Change>> ChangesAsync(CancellationToken ct)
    {
        foreach (var (what, path) in Followed)
        {
            var wanted = $"the watch of {what} to catch up";
            await Poll.UntilTrueAsync(wanted, async () => HasSeen(what, await cluster.ListAsync(path, ct)), _catchUpLimit, ct);
        }

        lock (_lock) return [.. _changes.OrderBy(change => change.Version)];
    }

    // The policy that all intents of a namespace share is no intent's, as the namespace is not.
    private static string PathOf(string resource) =>
        ClusterPaths.Collection(resource) + Managed + (resource == "networkpolicies" ? "%2Cpdp.dev%2Fintent" : "");

    private async Task<long?> VersionOrNullAsync(CancellationToken ct) =>
        (await cluster.GetAsync(ClusterPaths.Collection("intents", AgentNamespace) + "?limit=1", ct))?["metadata"]?["resourceVersion"] is { } version
            ? long.Parse((string)version!, CultureInfo.InvariantCulture)
            : null;

    private bool HasSeen(string what, IReadOnlyList<JsonObject> there)
    {
        lock (_lock)
        {
            var known = _newest.Where(newest => newest.Key.What == what && !newest.Value.IsDeleted).Select(newest => newest.Key.Uid);
            return known.ToHashSet().SetEquals(there.Select(Change.UidOf))
                && there.All(item => _newest[(what, Change.UidOf(item))].Version >= Change.VersionOf(item));
        }
    }

    private async Task FollowAsync(string what, string path, CancellationToken ct)
    {
        await foreach (var change in cluster.WatchAsync(path, ct))
        {
            var seen = new Change(time.GetUtcNow(), what, (string)change["type"]! == "DELETED", change["object"]!.AsObject());
            lock (_lock)
            {
                _changes.Add(seen);
                _newest[(what, seen.Uid)] = (seen.Version, seen.IsDeleted);
            }
        }

        ct.ThrowIfCancellationRequested();
        throw new StoryException($"the watch of {what} ended");
    }
}
