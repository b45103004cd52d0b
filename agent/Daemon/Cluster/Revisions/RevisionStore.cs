using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Cluster.Revisions;

/// <summary>
/// The last good revision of each intent as a Secret in the agent's namespace: documents can hold what people put into environment variables.
/// </summary>
internal sealed partial class RevisionStore(
    IKubernetesApi api, ClusterOptions options, WriteFence fence, Claims claims, ILogger<RevisionStore> logger)
    : IRevisionStore, IIntentObserver, ILeaderPreparation
{
    private static readonly GroupVersionKind _secret = new("", "v1", "Secret");

    // What is kept, by the uid of its Intent; the content itself is read only when it is needed.
    private readonly ConcurrentDictionary<string, KeptSecret> _kept = new();

    // Whether all that was kept when the term began is among it; from then on nobody else keeps anything.
    private volatile bool _isWhole;

    /// <summary>Learns which revisions are kept, all at once: another leader may have kept others since.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _isWhole = false;
        _kept.Clear();
        try
        {
            var revisions = new ListOptions
            {
                Namespace = options.Namespace,
                LabelSelector = $"{ManagedMetadata.ManagedByLabel}={ManagedMetadata.FieldManager}",
                MetadataOnly = true,
            };
            await foreach (var secret in api.ListAsync(_secret, revisions, cancellationToken))
            {
                if (secret.Name?.StartsWith(RevisionSecret.NamePrefix, StringComparison.Ordinal) != true) continue;
                foreach (var owner in secret.OwnerReferences.Select(owner => owner.GetString("uid")).OfType<string>())
                    _kept[owner] = KeptSecret.Of(owner, secret);
            }
            _isWhole = true;
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    /// <inheritdoc/>
    public async Task<RevisionMark?> KeptAsync(StoredIntent intent, CancellationToken cancellationToken) =>
        (await KnownAsync(intent, cancellationToken)).WayBack(intent.Status);

    /// <inheritdoc/>
    public async Task<Revision?> FindAsync(StoredIntent intent, CancellationToken cancellationToken) =>
        await ReadAsync(intent, cancellationToken) is var (kept, revision) && kept.WayBack(intent.Status) is not null ? revision : null;

    /// <inheritdoc/>
    public async Task ClaimAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        var secret = await GetAsync(intent, cancellationToken);
        try
        {
            if (secret is not null) secret = await claims.TakeAsync(secret, cancellationToken);
            Note(intent, secret);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    /// <inheritdoc/>
    public async Task<bool> KeepAsync(StoredIntent intent, Revision revision, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(intent, cancellationToken);
        // The same document signed anew, as when keys are rotated, is kept anew: the old signature will not be believed for long.
        return (known.Mark == revision.Mark && known.Document == RevisionSecret.HashOf(revision))
            || await WriteAsync(intent, revision, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> BeginAsync(StoredIntent intent, Revision revision, IntentStatus status, CancellationToken cancellationToken)
    {
        await KnownAsync(intent, cancellationToken);
        var begun = revision with { Begun = (JsonObject?)JsonSerializer.SerializeToNode(status, IntentJson.Default.IntentStatus) };
        if (!await WriteAsync(intent, begun, cancellationToken)) return false;
        _kept[intent.Uid] = _kept[intent.Uid] with { Begun = status };
        return true;
    }

    /// <inheritdoc/>
    public async Task<StoredIntent> RecallAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(intent, cancellationToken);
        if (!known.IsPerhapsUntold(intent.Status)) return intent;
        var begun = known.Begun ?? KeptSecret.BegunOf((await ReadAsync(intent, cancellationToken)).Revision);
        if (begun?.Rollout is not { } rollout) return intent;
        _kept[intent.Uid] = _kept[intent.Uid] with { Begun = begun };
        var isTold = intent.Status.Rollout is { } told && told.StartedAt == rollout.StartedAt
            && (told.Generation, told.SecretVersions, told.ImageDigests) == (rollout.Generation, rollout.SecretVersions, rollout.ImageDigests);
        return isTold ? intent : intent with { Status = begun, IsUntold = true };
    }

    /// <inheritdoc/>
    public async Task SettleAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(intent, cancellationToken);
        if (!known.IsBegun || !known.HasRun(intent.Status)) return;
        if ((await ReadAsync(intent, cancellationToken)).Revision is { } revision)
            await WriteAsync(intent, revision with { Begun = null }, cancellationToken);
    }

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        if (before is not null && before.Uid != after?.Uid) _kept.TryRemove(before.Uid, out _);
        // What the journal was told of is not held here besides.
        if (after is not null && _kept.TryGetValue(after.Uid, out var kept) && kept.Begun is not null && !kept.IsPerhapsUntold(after.Status))
            _kept.TryUpdate(after.Uid, kept with { Begun = null }, kept);
    }

    private async Task<KeptSecret> KnownAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(intent.Uid, out var known)) return known;
        return Note(intent, _isWhole && fence.IsOpen ? null : await GetAsync(intent, cancellationToken));
    }

    private async Task<bool> WriteAsync(StoredIntent intent, Revision revision, CancellationToken cancellationToken)
    {
        try
        {
            var isKept = RevisionCodec.TryEncode(revision, out var bytes);
            if (isKept) await ApplyAsync(intent, RevisionSecret.Manifest(intent, options.Namespace, revision, bytes), cancellationToken);
            else await DropAsync(intent, revision.Generation, cancellationToken);
            return isKept;
        }
        catch (KubernetesException conflict) when (conflict.IsConflict)
        {
            Note(intent, await GetAsync(intent, cancellationToken));
            throw conflict.ToOutdated();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private async Task ApplyAsync(StoredIntent intent, JsonObject manifest, CancellationToken cancellationToken)
    {
        var kept = _kept[intent.Uid];
        Precondition.Put(manifest, kept.Uid, kept.Version);
        FencingTokens.Put(manifest, fence.Token);
        var result = await fence.WriteAsync(fencing => api.ApplyAsync(
            manifest,
            new ApplyOptions
            {
                FieldManager = ManagedMetadata.FieldManager,
                Force = true,
                KnownResourceVersion = kept.Version ?? "",
                Fencing = fencing,
            },
            cancellationToken));
        Note(intent, result.Object);
    }

    private async Task DropAsync(StoredIntent intent, long generation, CancellationToken cancellationToken)
    {
        LogTooLarge(intent.Id, generation);
        if (_kept[intent.Uid] is { Uid: not null } kept)
        {
            var deleted = await fence.WriteAsync(fencing => api.DeleteAsync(
                ReferenceTo(intent),
                new DeleteOptions { Uid = kept.Uid, ResourceVersion = kept.Version, Fencing = fencing },
                cancellationToken));
            if (deleted.Outcome == DeleteOutcome.PreconditionFailed)
                throw new KubernetesException("keep a revision", new KubernetesStatus(409, StatusReason.Conflict, "It was changed meanwhile."));
        }
        _kept[intent.Uid] = KeptSecret.None;
    }

    private KeptSecret Note(StoredIntent intent, JsonObject? secret) => _kept[intent.Uid] = KeptSecret.Of(intent.Uid, secret);

    private async Task<(KeptSecret Kept, Revision? Revision)> ReadAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        var secret = await GetAsync(intent, cancellationToken);
        var kept = KeptSecret.Of(intent.Uid, secret);
        if (secret is null || kept.Mark is null) return (kept, null);
        var revision = RevisionSecret.Read(secret);
        if (revision is null) LogDamaged(intent.Id);
        return (kept, revision);
    }

    private async Task<JsonObject?> GetAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync(ReferenceTo(intent), cancellationToken);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private ObjectReference ReferenceTo(StoredIntent intent) => new(_secret, options.Namespace, RevisionSecret.NameOf(intent));

    [LoggerMessage(EventId = 1420, EventName = "RevisionTooLarge", Level = LogLevel.Warning,
        Message = "Generation {Generation} of intent {Intent} is too large to be kept; a later rollout cannot go back to it")]
    private partial void LogTooLarge(string intent, long generation);

    [LoggerMessage(EventId = 1421, EventName = "RevisionDamaged", Level = LogLevel.Error,
        Message = "The kept revision of intent {Intent} cannot be read; nothing can be gone back to until a generation is healthy again")]
    private partial void LogDamaged(string intent);
}
