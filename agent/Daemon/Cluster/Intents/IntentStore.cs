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
internal sealed class IntentStore : IIntentStore
{
    private readonly IKubernetesApi _api;
    private readonly WriteFence _fence;
    private readonly RemovedIntents _removed;
    private readonly ClusterMetrics _metrics;
    private readonly IIntentObserver[] _observers;
    private readonly string _namespace;
    private readonly KindFollower _follower;

    public IntentStore(
        IKubernetesApi api,
        ClusterOptions options,
        WriteFence fence,
        RemovedIntents removed,
        IEnumerable<IIntentObserver> observers,
        ClusterMetrics metrics,
        TimeProvider time,
        Chance chance,
        ILogger<IntentStore> logger)
    {
        _api = api;
        _fence = fence;
        _removed = removed;
        _metrics = metrics;
        _observers = [.. observers];
        _namespace = options.Namespace;
        _follower = new KindFollower(api, IntentResource.Kind, new WatchOptions { Namespace = _namespace }, Tell, time, chance, logger);
    }

    /// <summary>Whether changes made by others are heard of now.</summary>
    public bool IsFollowing => _follower.IsFollowing;

    /// <summary>Follows the cluster until cancelled; without it nothing is ever loaded.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_follower.RunAsync(cancellationToken), _removed.Follower.RunAsync(cancellationToken));

    /// <inheritdoc/>
    public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_follower.SyncedAsync(cancellationToken), _removed.Follower.SyncedAsync(cancellationToken));

    /// <inheritdoc/>
    public IReadOnlyList<StoredIntent> List() =>
        [.. _follower.All().Select(IntentResource.Read).OrderBy(intent => intent.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public StoredIntent? Find(string id) => _follower.Find(_namespace, id) is { } resource ? IntentResource.Read(resource) : null;

    /// <inheritdoc/>
    public long? RemovedAt(string id) => _removed.Find(id);

    /// <inheritdoc/>
    public Task StoreAsync(VerifiedIntent intent, StoredIntent? replaces, CancellationToken cancellationToken) =>
        WriteAsync(async () =>
        {
            if (replaces is { IsBeingDeleted: true })
                throw new ClusterException(
                    FailureReason.Conflict, $"Intent/{replaces.Id} is just being deleted; it can be written once it is gone.");
            await ApplyAsync(
                IntentResource.Manifest(intent, _namespace, replaces?.ResourceVersion), replaces?.ResourceVersion, cancellationToken);
        });

    /// <inheritdoc/>
    public Task RecordRemovalAsync(VerifiedIntent removal, StoredIntent? replaces, CancellationToken cancellationToken) =>
        WriteAsync(async () =>
        {
            // First, for once the resource says so it may be pruned and gone at any moment.
            await _removed.RememberAsync(removal.Stamp.Id, removal.Stamp.Generation, cancellationToken);
            if (replaces is null)
            {
                foreach (var observer in _observers) observer.Changed(removal.Stamp.Id, null, null);
                return;
            }
            var resource = _follower.Find(_namespace, replaces.Id);
            if (resource?.ResourceVersion != replaces.ResourceVersion)
                throw new ClusterException(FailureReason.Conflict, $"Intent/{replaces.Id} was written by somebody else meanwhile.");
            await ApplyAsync(IntentResource.WithRemoval(resource, removal), replaces.ResourceVersion, cancellationToken);
        });

    /// <inheritdoc/>
    public async Task<bool> WriteStatusAsync(StoredIntent intent, IntentStatus status, CancellationToken cancellationToken)
    {
        var manifest = IntentResource.WithStatus(intent.Id, _namespace, status);
        var held = IntentResource.WithStatus(intent.Id, _namespace, intent.Status);
        if (JsonNode.DeepEquals(manifest, held)) return false;
        await WriteAsync(() => ApplyAsync(manifest, intent.ResourceVersion, cancellationToken, "status"));
        _metrics.StatusWritten();
        return true;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(StoredIntent intent, CancellationToken cancellationToken) =>
        WriteAsync(async () =>
        {
            var reference = new ObjectReference(IntentResource.Kind, _namespace, intent.Id);
            var resource = _follower.Find(_namespace, intent.Id);
            if (!intent.IsBeingDeleted)
            {
                var exactly = new DeleteOptions { Uid = intent.Uid, ResourceVersion = intent.ResourceVersion };
                var deleted = await _api.DeleteAsync(reference, exactly, cancellationToken);
                if (deleted.Outcome == DeleteOutcome.PreconditionFailed)
                    throw new ClusterException(FailureReason.Conflict, $"Intent/{intent.Id} was written by somebody else meanwhile.");
                resource = deleted.Object ?? resource;
                if (deleted.Outcome == DeleteOutcome.Deleting && deleted.Object is not null) _follower.Wrote(deleted.Object);
            }
            if (resource is null) return;
            if (IntentResource.Finalizers(resource).Contains(IntentResource.Finalizer))
                await LetGoAsync(reference, resource, cancellationToken);
            _follower.Deleted(resource);
        });

    private async Task LetGoAsync(ObjectReference reference, JsonObject resource, CancellationToken cancellationToken)
    {
        JsonNode?[] others =
        [
            .. IntentResource.Finalizers(resource).Where(name => name != IntentResource.Finalizer).Select(name => JsonValue.Create(name)),
        ];
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray(others) } };
        try
        {
            await _api.PatchAsync(reference, patch, new PatchOptions { FieldManager = ManagedMetadata.FieldManager }, cancellationToken);
        }
        catch (KubernetesException gone) when (gone.IsNotFound)
        {
            // What was wanted.
        }
    }

    private async Task ApplyAsync(
        JsonObject manifest, string? knownVersion, CancellationToken cancellationToken, string? subresource = null)
    {
        var options = new ApplyOptions
        {
            FieldManager = ManagedMetadata.FieldManager,
            Force = true,
            KnownResourceVersion = knownVersion ?? "",
            Subresource = subresource,
            // A definition from an older chart lacks the newest fields of a status; better they are dropped than all of it refused.
            FieldValidation = subresource is null ? FieldValidation.Strict : FieldValidation.Ignore,
        };
        var result = await _api.ApplyAsync(manifest, options, cancellationToken);
        _follower.Wrote(result.Object);
    }

    private async Task WriteAsync(Func<Task> write)
    {
        _fence.Pass();
        try
        {
            await write();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private void Tell(ObjectChange change)
    {
        var (before, after) = (change.Before is { } b ? IntentResource.Read(b) : null, change.Now is { } n ? IntentResource.Read(n) : null);
        foreach (var observer in _observers) observer.Changed((after ?? before)!.Id, before, after);
    }
}
