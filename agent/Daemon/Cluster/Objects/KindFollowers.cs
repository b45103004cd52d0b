using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>One watch per kind intents are made of, begun when the kind is first asked for and kept until the agent ends.</summary>
/// <param name="api">The cluster.</param>
/// <param name="observers">Told of every change, with the value of the label.</param>
/// <param name="time">Clock of the safety net.</param>
/// <param name="chance">Spreads the safety net.</param>
/// <param name="logger">Says when the cluster cannot be followed.</param>
/// <param name="label">The label objects are followed by.</param>
internal sealed partial class KindFollowers(
    IKubernetesApi api,
    IEnumerable<IObjectObserver> observers,
    TimeProvider time,
    Chance chance,
    ILogger<KindFollowers> logger,
    string label = ManagedMetadata.IntentLabel)
    : IAsyncDisposable
{
    /// <summary>Namespaces are shared by intents and so carry no intent's label.</summary>
    public static readonly GroupVersionKind Namespace = new("", "v1", "Namespace");

    /// <summary>One network policy of each namespace is shared in the same way.</summary>
    private static readonly GroupVersionKind _networkPolicy = new("networking.k8s.io", "v1", "NetworkPolicy");

    /// <summary>Pods are never applied by the agent; they say how a workload is doing.</summary>
    public static readonly GroupVersionKind Pod = new("", "v1", "Pod");

    /// <summary>What is not followed, by name.</summary>
    public OthersNames Others { get; } = new(api, time);

    private readonly IObjectObserver[] _observers = [.. observers];
    private readonly ConcurrentDictionary<GroupVersionKind, Lazy<Followed>> _followed = new();
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>
    /// The follower of a kind with its picture whole; null when the cluster does not serve the kind, or not so that it can be followed.
    /// </summary>
    /// <exception cref="ClusterException">The cluster cannot be read now.</exception>
    public async Task<KindFollower?> OfAsync(GroupVersionKind kind, CancellationToken cancellationToken)
    {
        if (!_followed.TryGetValue(kind, out var followed))
        {
            var mapping = await ResolveAsync(kind, cancellationToken);
            if (mapping is null || !mapping.Can("list") || !mapping.Can("watch")) return null;
            followed = _followed.GetOrAdd(kind, k => new Lazy<Followed>(() => Follow(k)));
        }
        await followed.Value.Follower.SyncedAsync(cancellationToken);
        return followed.Value.Follower;
    }

    /// <summary>
    /// Waits for the whole picture of a kind, in the version it is followed in already, or else in the one the cluster prefers.
    /// </summary>
    /// <exception cref="ClusterException">The cluster cannot be read now.</exception>
    public async Task FollowAsync(string group, string kind, CancellationToken cancellationToken)
    {
        var followed = _followed.Keys.Where(known => known.Group == group && known.Kind == kind).OrderBy(known => known.Version, StringComparer.Ordinal);
        if (followed.FirstOrDefault() is { Kind: not null } known) await OfAsync(known, cancellationToken);
        else if (await PreferredAsync(group, kind, cancellationToken) is { } mapping) await OfAsync(mapping.Kind, cancellationToken);
    }

    /// <summary>Kinds that are followed, and whether changes of each are heard of now.</summary>
    public IReadOnlyList<(GroupVersionKind Kind, bool IsFollowing)> State =>
        [.. _followed.Values.Where(f => f.IsValueCreated).Select(f => (f.Value.Follower.Kind, f.Value.Follower.IsFollowing))];

    /// <summary>The objects of all kinds followed whose label names this intent; pods are not among them.</summary>
    public IEnumerable<JsonObject> OfIntent(string intentId) => OfIntent(intentId, static _ => true);

    /// <summary>Those of them whose kind and name are wanted.</summary>
    public IEnumerable<JsonObject> OfIntent(string intentId, Func<ObjectKey, bool> isWanted) =>
        from followed in _followed
        let kind = followed.Key
        where kind != Pod && followed.Value.IsValueCreated
        from found in followed.Value.Value.Follower.OfIntent(intentId, (@namespace, name) => isWanted(new ObjectKey(kind.Group, kind.Version, kind.Kind, @namespace, name)))
        select found;

    /// <summary>All that is known now of a kind; nothing of one that is not followed.</summary>
    public IReadOnlyList<JsonObject> Known(GroupVersionKind kind) =>
        _followed.TryGetValue(kind, out var followed) && followed.IsValueCreated ? followed.Value.Follower.All() : [];

    /// <summary>An object of one of the kinds that are followed, of whichever version; null when it is not known.</summary>
    public JsonObject? FindKnown(string kind, string? @namespace, string name) => _followed
        .Where(followed => followed.Key.Kind == kind && followed.Value.IsValueCreated)
        .Select(followed => followed.Value.Value.Follower.Find(@namespace, name)).FirstOrDefault(found => found is not null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        foreach (var followed in _followed.Values.Where(f => f.IsValueCreated)) await followed.Value.Run;
        _stopped.Dispose();
    }

    private Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        AskAsync(() => api.ResolveAsync(kind, cancellationToken));

    private Task<ResourceMapping?> PreferredAsync(string group, string kind, CancellationToken cancellationToken) =>
        AskAsync(() => api.ResolveAsync(group, kind, cancellationToken));

    private static async Task<ResourceMapping?> AskAsync(Func<Task<ResourceMapping?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private Followed Follow(GroupVersionKind kind)
    {
        var selector = IsShared(kind) ? $"{ManagedMetadata.ManagedByLabel}={ManagedMetadata.FieldManager}" : label;
        var options = new WatchOptions { LabelSelector = selector, KeepManagedFields = kind != Pod };
        var follower = new KindFollower(api, kind, options, change => Tell(kind, change), time, chance, logger, label);
        return new Followed(follower, RunAsync(follower));
    }

    /// <summary>Finds the objects of a kind that are not followed.</summary>
    public string SelectorOfOthers(GroupVersionKind kind) =>
        IsShared(kind) ? $"{ManagedMetadata.ManagedByLabel}!={ManagedMetadata.FieldManager}" : $"!{label}";

    /// <summary>Whether an object is one of those that are followed.</summary>
    public bool IsFollowed(JsonObject obj) => IsShared(GroupVersionKind.Of(obj))
        ? obj.Label(ManagedMetadata.ManagedByLabel) == ManagedMetadata.FieldManager
        : obj.Label(label) is not null;

    private static bool IsShared(GroupVersionKind kind) => kind == Namespace || kind == _networkPolicy;

    private async Task RunAsync(KindFollower follower)
    {
        try
        {
            await follower.RunAsync(_stopped.Token);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The agent ends.
        }
        catch (Exception failure)
        {
            // Not reached but by a defect; the next reading begins anew instead of trusting a picture that no longer moves.
            _followed.TryRemove(follower.Kind, out _);
            LogEnded(failure, follower.Kind);
        }
    }

    private void Tell(GroupVersionKind kind, ObjectChange change)
    {
        var last = (change.Now ?? change.Before)!;
        var key = new ObjectKey(kind.Group, kind.Version, kind.Kind, last.Namespace, last.Name ?? "");
        // It may be there still, without the label.
        if (change.Now is null && last.Namespace is { } @namespace) Others.Forget(kind, @namespace);
        foreach (var observer in _observers)
        {
            observer.Changed(key, last.Label(label));
            // A run is news to its task too.
            if (last.Label(ManagedMetadata.TaskLabel) is { } task) observer.Changed(key, task);
        }
    }

    private sealed record Followed(KindFollower Follower, Task Run);

    [LoggerMessage(EventId = 1402, EventName = "FollowingEnded", Level = LogLevel.Error, Message = "{Kind} is no longer followed")]
    private partial void LogEnded(Exception failure, GroupVersionKind kind);
}
