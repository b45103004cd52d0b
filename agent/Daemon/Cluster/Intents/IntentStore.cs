using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster.Intents;

/// <summary>The journal as <c>Intent</c> resources in the agent's namespace.</summary>
internal sealed class IntentStore : IIntentStore, ILeaderPreparation
{
    private readonly IKubernetesApi _api;
    private readonly WriteFence _fence;
    private readonly Claims _claims;
    private readonly RemovedIntents _removed;
    private readonly ClusterMetrics _metrics;
    private readonly JournalNews _news;
    private readonly string _namespace;
    private readonly KindFollower _follower;

    public IntentStore(
        IKubernetesApi api,
        ClusterOptions options,
        WriteFence fence,
        Claims claims,
        RemovedIntents removed,
        IEnumerable<IIntentObserver> observers,
        ClusterMetrics metrics,
        TimeProvider time,
        Chance chance,
        ILogger<IntentStore> logger)
    {
        _api = api;
        _fence = fence;
        _claims = claims;
        _removed = removed;
        _metrics = metrics;
        _news = new JournalNews(observers);
        _namespace = options.Namespace;
        var all = new WatchOptions { Namespace = _namespace, KeepManagedFields = true };
        _follower = new KindFollower(api, IntentResource.Kind, all, _news.Tell, time, chance, logger) { FoundChanged = _news.TellOfReplacedStatus };
    }

    /// <summary>Whether changes made by others are heard of now.</summary>
    public bool IsFollowing => _follower.IsFollowing;

    /// <summary>Follows the cluster until cancelled; without it nothing is ever loaded.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_follower.RunAsync(cancellationToken), _removed.Follower.RunAsync(cancellationToken));

    /// <inheritdoc/>
    public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_follower.SyncedAsync(cancellationToken), _removed.Follower.SyncedAsync(cancellationToken));

    /// <summary>
    /// Reads all that is held anew. The leader before may have written what this agent's watch has not told yet, and where it gave the lease
    /// back nothing else would say so: an older generation would be taken for the newest.
    /// </summary>
    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_follower.RefreshAsync(cancellationToken), _removed.Follower.RefreshAsync(cancellationToken));

    /// <inheritdoc/>
    public int Count => _follower.Count;

    /// <inheritdoc/>
    public IReadOnlyList<StoredIntent> List() =>
        [.. _follower.All().Select(IntentResource.Read).OrderBy(intent => intent.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public StoredIntent? Find(string id) => _follower.Find(_namespace, id) is { } resource ? IntentResource.Read(resource) : null;

    /// <inheritdoc/>
    public long? RemovedAt(string id) => _removed.Find(id);

    /// <inheritdoc/>
    public bool IsOver(string id) => Find(id) is null && _removed.IsOver(id);

    /// <inheritdoc/>
    public IReadOnlyList<string> LatelyOver() => _removed.LatelyOver();

    /// <inheritdoc/>
    public Task StoreAsync(VerifiedIntent intent, StoredIntent? replaces, CancellationToken cancellationToken) =>
        WriteAsync(intent.Stamp.Id, async () =>
        {
            if (replaces is { IsBeingDeleted: true })
                throw new ClusterException(
                    FailureReason.Conflict, $"Intent/{replaces.Id} is just being deleted; it can be written once it is gone.");
            await _removed.TakeUpAsync(intent.Stamp.Id, cancellationToken);
            var manifest = IntentResource.Manifest(intent, _namespace, replaces, _fence.Token);
            await ApplyAsync(manifest, replaces?.ResourceVersion, cancellationToken);
            await DropAliensAsync(manifest, cancellationToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task RecordRemovalAsync(VerifiedIntent removal, StoredIntent? replaces, CancellationToken cancellationToken) =>
        WriteAsync(removal.Stamp.Id, async () =>
        {
            // The resource first: remembered alone, the generation that still runs would be taken for one that was put back.
            if (replaces is not null)
            {
                var resource = _follower.Find(_namespace, replaces.Id);
                if (resource?.ResourceVersion != replaces.ResourceVersion) throw Outdated(replaces.Id);
                await ApplyAsync(IntentResource.WithRemoval(resource, removal), replaces.ResourceVersion, cancellationToken);
            }
            await RememberAsync(removal, replaces is not null, cancellationToken);
            if (replaces is null) _news.TellNotHeld(removal.Stamp.Id);
        }, cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredIntent> ClaimAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        if (intent.FencingToken == _fence.Token) return intent;
        var claimed = intent;
        await WriteAsync(intent.Id, async () =>
        {
            await _removed.ClaimAsync(cancellationToken);
            var resource = _follower.Find(_namespace, intent.Id);
            if (resource?.ResourceVersion != intent.ResourceVersion) throw Outdated(intent.Id);
            var now = await _claims.TakeAsReadAsync(resource, cancellationToken);
            _follower.Wrote(now);
            claimed = intent with { ResourceVersion = now.ResourceVersion ?? "", FencingToken = FencingTokens.On(now) };
        }, cancellationToken);
        return claimed;
    }

    /// <inheritdoc/>
    public async Task<StoredIntent> HoldAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        var held = intent;
        await WriteAsync(intent.Id, async () =>
        {
            var resource = _follower.Find(_namespace, intent.Id);
            if (resource?.ResourceVersion != intent.ResourceVersion || intent.IsBeingDeleted) throw Outdated(intent.Id);
            var finalizers = IntentResource.Finalizers(resource).Append(IntentResource.Finalizer).Select(name => (JsonNode)name);
            var metadata = new JsonObject { ["resourceVersion"] = intent.ResourceVersion, ["finalizers"] = new JsonArray([.. finalizers]) };
            var now = await _fence.WriteAsync(fencing => _api.PatchAsync(
                ObjectReference.Of(resource),
                new JsonObject { ["metadata"] = metadata },
                new PatchOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing },
                cancellationToken));
            _follower.Wrote(now);
            held = intent with { ResourceVersion = now.ResourceVersion ?? "", IsHeld = true };
        }, cancellationToken);
        return held;
    }

    /// <inheritdoc/>
    public async Task<StoredIntent> WriteStatusAsync(StoredIntent intent, IntentStatus status, CancellationToken cancellationToken)
    {
        var manifest = IntentResource.WithStatus(intent.Id, _namespace, status);
        var held = IntentResource.WithStatus(intent.Id, _namespace, intent.Status);
        if (!intent.IsUntold && JsonNode.DeepEquals(manifest, held)) return intent;
        Precondition.Put(manifest, intent.Uid, intent.ResourceVersion);
        var version = intent.ResourceVersion;
        await _news.WhileWritingAsync(intent.Id, manifest["status"]!, () => WriteAsync(intent.Id, async () =>
            version = await ApplyAsync(manifest, intent.ResourceVersion, cancellationToken, "status"), cancellationToken));
        _metrics.StatusWritten();
        return intent with { Status = status, ResourceVersion = version, IsUntold = false };
    }

    /// <inheritdoc/>
    public Task ForgetAsync(StoredIntent intent, VerifiedIntent? removal, CancellationToken cancellationToken) =>
        WriteAsync(intent.Id, async () =>
        {
            // Costs nothing where it is remembered already; whoever recorded the removal may have ended before that.
            if (removal is not null) await RememberAsync(removal, isHeld: true, cancellationToken);
            var reference = new ObjectReference(IntentResource.Kind, _namespace, intent.Id);
            var resource = _follower.Find(_namespace, intent.Id);
            if (!intent.IsBeingDeleted)
            {
                var deleted = await _fence.WriteAsync(fencing => _api.DeleteAsync(
                    reference,
                    new DeleteOptions { Uid = intent.Uid, ResourceVersion = intent.ResourceVersion, Fencing = fencing },
                    cancellationToken));
                if (deleted.Outcome == DeleteOutcome.PreconditionFailed) throw Outdated(intent.Id);
                resource = deleted.Object ?? resource;
                if (deleted.Outcome == DeleteOutcome.Deleting && deleted.Object is not null) _follower.Wrote(deleted.Object);
            }
            if (resource is null) return;
            if (IntentResource.Finalizers(resource).Contains(IntentResource.Finalizer))
                await LetGoAsync(reference, resource, cancellationToken);
            _follower.Deleted(resource);
            // Without a removal in it the resource told nobody that the intent was one that is removed.
            if (intent.RemovalJws is null && RemovedAt(intent.Id) is not null) _news.TellNotHeld(intent.Id);
        }, cancellationToken);

    private Task RememberAsync(VerifiedIntent removal, bool isHeld, CancellationToken cancellationToken) =>
        _removed.RememberAsync(removal.Stamp.Id, removal.Stamp.Generation, isHeld, cancellationToken);

    // What others put beside the signed document is theirs, so an apply leaves it there: a forged removal would stand in the way for ever.
    private async Task DropAliensAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        var now = _follower.Find(_namespace, manifest.Name!);
        var aliens = (now?.Spec ?? []).Select(member => member.Key).Where(name => manifest.Spec?.ContainsKey(name) == false).ToList();
        if (now is null || aliens.Count == 0) return;
        var spec = new JsonObject(aliens.Select(name => KeyValuePair.Create(name, (JsonNode?)null)));
        _follower.Wrote(await _fence.WriteAsync(fencing => _api.PatchAsync(
            ObjectReference.Of(now),
            new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = now.ResourceVersion }, ["spec"] = spec },
            new PatchOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing },
            cancellationToken)));
    }

    private async Task LetGoAsync(ObjectReference reference, JsonObject resource, CancellationToken cancellationToken)
    {
        JsonNode?[] others =
        [
            .. IntentResource.Finalizers(resource).Where(name => name != IntentResource.Finalizer).Select(name => JsonValue.Create(name)),
        ];
        var metadata = new JsonObject { ["resourceVersion"] = resource.ResourceVersion, ["finalizers"] = new JsonArray(others) };
        try
        {
            await _fence.WriteAsync(fencing => _api.PatchAsync(
                reference,
                new JsonObject { ["metadata"] = metadata },
                new PatchOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing },
                cancellationToken));
        }
        catch (KubernetesException gone) when (gone.IsNotFound)
        {
            // What was wanted.
        }
    }

    // The resource's version once it is written.
    private async Task<string> ApplyAsync(
        JsonObject manifest, string? knownVersion, CancellationToken cancellationToken, string? subresource = null)
    {
        var result = await _fence.WriteAsync(fencing => _api.ApplyAsync(manifest, Options(fencing), cancellationToken));
        _follower.Wrote(result.Object);
        return result.Object.ResourceVersion ?? "";

        ApplyOptions Options(Fencing fencing) => new()
        {
            FieldManager = ManagedMetadata.FieldManager,
            Force = true,
            KnownResourceVersion = knownVersion ?? "",
            Subresource = subresource,
            // A definition from an older chart lacks the newest fields of a status; better they are dropped than all of it refused.
            FieldValidation = subresource is null ? FieldValidation.Strict : FieldValidation.Ignore,
            Fencing = fencing,
        };
    }

    private async Task WriteAsync(string id, Func<Task> write, CancellationToken cancellationToken)
    {
        _fence.Pass();
        try
        {
            await write();
        }
        catch (KubernetesException conflict) when (conflict.IsConflict)
        {
            _metrics.Conflicted(IntentResource.Kind.Kind);
            await LookAsync(id, cancellationToken);
            throw conflict.ToOutdated();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    // So that the next decision is made on what is there, and not on what the watch has told so far.
    private async Task LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var now = await _api.GetAsync(new ObjectReference(IntentResource.Kind, _namespace, id), cancellationToken);
            if (now is not null) _follower.Found(now);
            else if (_follower.Find(_namespace, id) is { } last) _follower.Deleted(last);
            await _removed.LookAsync(cancellationToken);
        }
        catch (KubernetesException)
        {
            // The watch will tell.
        }
    }

    private static ClusterException Outdated(string id) =>
        new(FailureReason.Conflict, $"Intent/{id} was written by somebody else meanwhile.") { IsOutdated = true };
}
