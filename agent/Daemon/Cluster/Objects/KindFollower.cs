using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>
/// One kind, followed by a watch and told from memory. Writes of our own are taken in at once, so that whoever wrote reads what it wrote.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="kind">What is followed.</param>
/// <param name="options">Which objects of it.</param>
/// <param name="changed">Told of every change, in order; be quick.</param>
/// <param name="time">Clock of the safety net.</param>
/// <param name="chance">Spreads the safety net.</param>
/// <param name="logger">Says when the cluster cannot be followed.</param>
/// <param name="label">The label objects are found by.</param>
internal sealed partial class KindFollower(
    IKubernetesApi api, GroupVersionKind kind, WatchOptions options, Action<ObjectChange> changed, TimeProvider time, Chance chance,
    ILogger logger, string label = ManagedMetadata.IntentLabel)
{
    // The safety net: whatever a watch may have missed is found by listing anew now and then.
    private static readonly TimeSpan _relist = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly ObjectCache _cache = new();
    private readonly Dictionary<string, HashSet<(string? Namespace, string Name)>> _byIntent = [];
    private readonly Dictionary<(string? Namespace, string Name), string> _intents = [];
    private readonly Dictionary<(string? Namespace, string Name), ulong> _ahead = [];
    private readonly WholePicture _picture = new();
    private ulong _told;
    private bool _isListed;
    private int _round;
    private CancellationTokenSource? _current;

    /// <summary>
    /// Told, after everybody else, of what came about by no answered write of this process: by others, or by a write of its own that nobody
    /// answered. Be quick.
    /// </summary>
    public Action<ObjectChange> FoundChanged { get; init; } = static _ => { };

    /// <summary>What is followed.</summary>
    public GroupVersionKind Kind => kind;

    /// <summary>Whether changes are heard of now; false while the connection is lost.</summary>
    public bool IsFollowing { get; private set; }

    /// <summary>Follows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var net = new CancellationTokenSource(_relist * (1 + (chance() / 5)), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, net.Token);
            var round = Begin(net);
            try
            {
                await foreach (var notification in api.WatchAsync(kind, options, either.Token)) Hear(notification, round);
            }
            catch (OperationCanceledException) when (net.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Listed anew; the picture stands meanwhile.
            }
            finally
            {
                lock (_lock) _current = null;
            }
        }
    }

    /// <summary>
    /// Lists anew, so that the picture is no older than this call: a watch may be behind, or cut off without knowing it. Whoever waits for the
    /// picture waits for that one.
    /// </summary>
    /// <exception cref="ClusterException">The attempt to list failed.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _picture.Demand(_round + 1);
            _ = _current?.CancelAsync();
        }
        return SyncedAsync(cancellationToken);
    }

    /// <summary>
    /// Waits for the first whole picture, or for the first attempt at one to fail; after that nobody waits for the next attempt.
    /// </summary>
    /// <exception cref="ClusterException">There is none yet, and the last attempt to get one failed.</exception>
    public Task SyncedAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _picture.Task.WaitAsync(cancellationToken);
    }

    /// <summary>One object; null when there is none of that name among those followed.</summary>
    public JsonObject? Find(string? @namespace, string name)
    {
        lock (_lock) return _cache.TryGet(@namespace, name, out var found) ? found : null;
    }

    /// <summary>The objects whose label names this intent, or whatever the label names.</summary>
    public IReadOnlyList<JsonObject> OfIntent(string intentId) => OfIntent(intentId, static (_, _) => true);

    /// <summary>Those of them that are wanted, by namespace and name; the others are not even unpacked.</summary>
    public IReadOnlyList<JsonObject> OfIntent(string intentId, Func<string?, string, bool> isWanted)
    {
        lock (_lock)
        {
            return _byIntent.TryGetValue(intentId, out var keys)
                ?
                [
                    .. keys.Where(key => isWanted(key.Namespace, key.Name))
                        .Select(key => _cache.TryGet(key.Namespace, key.Name, out var found) ? found : null)
                        .OfType<JsonObject>(),
                ]
                : [];
        }
    }

    /// <summary>How many objects are followed.</summary>
    public int Count
    {
        get { lock (_lock) return _cache.Count; }
    }

    /// <summary>All objects followed.</summary>
    public IReadOnlyList<JsonObject> All()
    {
        lock (_lock) return [.. _cache.Objects];
    }

    /// <summary>
    /// Takes in what the API server answered to a write. An answer that comes so late that the watch is past it is left out: the object may
    /// have changed or gone since, and nothing would ever say so again.
    /// </summary>
    public void Wrote(JsonObject now) => Take(now, isOwn: true);

    /// <summary>Takes in what reading an object anew gave, in the same way.</summary>
    public void Found(JsonObject now) => Take(now, isOwn: false);

    /// <summary>Takes in that an object is gone; another that was made in its place meanwhile stays.</summary>
    public void Deleted(JsonObject last)
    {
        lock (_lock)
        {
            if (last.Uid is { } uid && Find(last.Namespace, last.Name ?? "") is { } held && held.Uid != uid) return;
            Change(new WatchNotification.Deleted(last), isOwn: true);
        }
    }

    private void Take(JsonObject now, bool isOwn)
    {
        lock (_lock)
        {
            var version = VersionOf(now);
            if (version <= _told) return;
            _ahead[KeyOf(now)] = version;
            Change(new WatchNotification.Modified(now), isOwn);
        }
    }

    private int Begin(CancellationTokenSource net)
    {
        lock (_lock)
        {
            _current = net;
            return ++_round;
        }
    }

    private void Hear(WatchNotification notification, int round)
    {
        lock (_lock)
        {
            switch (notification)
            {
                case WatchNotification.Interrupted interrupted:
                    Interrupt(interrupted);
                    break;
                case WatchNotification.Resumed:
                    IsFollowing = true;
                    LogResumed(kind);
                    break;
                case WatchNotification.Reset:
                    // From here on versions may begin anew, as when a cluster was restored from a backup.
                    (_told, _isListed) = (0, false);
                    Change(notification);
                    break;
                case WatchNotification.Added added:
                    Told(added.Object, notification);
                    break;
                case WatchNotification.Modified modified:
                    Told(modified.Object, notification);
                    break;
                case WatchNotification.Deleted deleted:
                    Told(deleted.Object, notification);
                    break;
                case WatchNotification.Synced synced:
                    _isListed = true;
                    _told = ulong.TryParse(synced.ResourceVersion, out var version) ? version : 0;
                    Change(notification);
                    IsFollowing = true;
                    _picture.Complete(round);
                    break;
            }
        }
    }

    // The watch may be behind a write of our own: then what is held stands, and counts as told.
    private void Told(JsonObject obj, WatchNotification notification)
    {
        var (key, version) = (KeyOf(obj), VersionOf(obj));
        // A watch tells changes in the order of their versions; a list does not, and counts once it is whole.
        if (_isListed && version > _told) _told = version;
        if (_ahead.TryGetValue(key, out var written) && version < written && _cache.TryGet(key.Namespace, key.Name, out var held))
        {
            Change(new WatchNotification.Added(held));
            return;
        }
        _ahead.Remove(key);
        Change(notification);
    }

    private void Change(WatchNotification notification, bool isOwn = false)
    {
        if (notification is WatchNotification.Added { Object: var added }) Trim(added);
        if (notification is WatchNotification.Modified { Object: var modified }) Trim(modified);
        var changes = _cache.Take(notification);
        foreach (var change in changes) Index(change);
        // Inside the lock: observers hear of changes in the order they came about.
        foreach (var change in changes)
        {
            changed(change);
            if (!isOwn) FoundChanged(change);
        }
    }

    private void Trim(JsonObject obj)
    {
        if (options.KeepManagedFields) ManagedFields.KeepOfSpec(obj);
        else ManagedFields.Drop(obj);
    }

    // Resource versions of one kind can be put in order when they are whole numbers, as every API server's are (KEP-5504).
    private static ulong VersionOf(JsonObject obj) => ulong.TryParse(obj.ResourceVersion, out var version) ? version : ulong.MaxValue;

    private static (string? Namespace, string Name) KeyOf(JsonObject obj) => (obj.Namespace, obj.Name ?? "");

    private void Index(ObjectChange change)
    {
        var key = KeyOf((change.Now ?? change.Before)!);
        var intent = change.Now?.Label(label);
        // Remembered, so that what was there before need not be unpacked to be asked.
        if (_intents.TryGetValue(key, out var before))
        {
            if (before == intent) return;
            _intents.Remove(key);
            var old = _byIntent[before];
            old.Remove(key);
            if (old.Count == 0) _byIntent.Remove(before);
        }
        if (intent is null) return;
        if (!_byIntent.TryGetValue(intent, out var keys)) _byIntent.Add(intent, keys = []);
        keys.Add(key);
        _intents.Add(key, intent);
    }

    private void Interrupt(WatchNotification.Interrupted interrupted)
    {
        IsFollowing = false;
        LogInterrupted(kind, interrupted.Error.Message, interrupted.RetryIn);
        _picture.Fail(interrupted.Error.ToClusterException());
    }

    [LoggerMessage(EventId = 1400, EventName = "FollowingInterrupted", Level = LogLevel.Warning,
        Message = "Changes of {Kind} cannot be followed now: {Why} Next attempt in {RetryIn}.")]
    private partial void LogInterrupted(GroupVersionKind kind, string why, TimeSpan retryIn);

    [LoggerMessage(EventId = 1401, EventName = "FollowingResumed", Level = LogLevel.Information,
        Message = "Changes of {Kind} are followed again.")]
    private partial void LogResumed(GroupVersionKind kind);
}
