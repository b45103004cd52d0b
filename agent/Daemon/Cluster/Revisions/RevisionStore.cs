using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Revisions;

/// <summary>
/// The last good revision of each intent as a Secret in the agent's namespace: documents can hold what people put into environment variables.
/// It belongs to its Intent, so the cluster collects it when the Intent is gone.
/// </summary>
internal sealed partial class RevisionStore(
    IKubernetesApi api, ClusterOptions options, WriteFence fence, Claims claims, ILogger<RevisionStore> logger)
    : IRevisionStore, IIntentObserver, ILeaderPreparation
{
    private const string GenerationAnnotation = "pdp.dev/generation";
    private const string SecretVersionsAnnotation = "pdp.dev/secret-versions";
    private const string ImageDigestsAnnotation = "pdp.dev/image-digests";
    private const string DocumentAnnotation = "pdp.dev/document";
    private const string DataKey = "revision";
    private const string NamePrefix = "pdp-revision-";
    private static readonly GroupVersionKind _secret = new("", "v1", "Secret");

    // What is kept, by the uid of its Intent; the content itself is read only when it is needed.
    private readonly ConcurrentDictionary<string, Kept> _kept = new();

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
                if (secret.Name?.StartsWith(NamePrefix, StringComparison.Ordinal) != true) continue;
                foreach (var owner in secret.OwnerReferences.Select(owner => owner.GetString("uid")).OfType<string>()) _kept[owner] = KeptOf(owner, secret);
            }
            _isWhole = true;
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    /// <inheritdoc/>
    public async Task<RevisionMark?> KeptAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(intent.Uid, out var known)) return known.Mark;
        if (_isWhole && fence.IsOpen) return Note(intent, null).Mark;
        return Note(intent, await GetAsync(intent, cancellationToken)).Mark;
    }

    /// <inheritdoc/>
    public async Task<Revision?> FindAsync(StoredIntent intent, CancellationToken cancellationToken)
    {
        var secret = await GetAsync(intent, cancellationToken);
        if (!IsOf(intent.Uid, secret) || secret?.GetString("data", DataKey) is not { } text) return null;
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var written)
            && RevisionCodec.TryDecode(bytes.AsSpan(0, written), out var revision))
            return revision;
        LogDamaged(intent.Id);
        return null;
    }

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
        // The same document signed anew, as when keys are rotated, is kept anew: the old signature will not be believed for long.
        if (await KeptAsync(intent, cancellationToken) == revision.Mark && _kept[intent.Uid].Document == HashOf(revision)) return true;
        try
        {
            var isKept = RevisionCodec.TryEncode(revision, out var bytes);
            if (isKept) await ApplyAsync(intent, Manifest(intent, revision, bytes), cancellationToken);
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
        _kept[intent.Uid] = new Kept(null, null, null, null);
    }

    private Kept Note(StoredIntent intent, JsonObject? secret) => _kept[intent.Uid] = KeptOf(intent.Uid, secret);

    private static Kept KeptOf(string owner, JsonObject? secret) =>
        new(IsOf(owner, secret) ? MarkOf(secret) : null, secret?.Annotation(DocumentAnnotation), secret?.Uid, secret?.ResourceVersion);

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        if (before is not null && before.Uid != after?.Uid) _kept.TryRemove(before.Uid, out _);
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

    // One that belongs to an earlier Intent of the same name is on its way out and no way back for this one.
    private static bool IsOf(string owner, JsonObject? secret) =>
        secret?.OwnerReferences.Any(reference => reference.GetString("uid") == owner) == true;

    private JsonObject Manifest(StoredIntent intent, Revision revision, byte[] bytes) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = NameOf(intent),
            ["namespace"] = options.Namespace,
            ["labels"] = new JsonObject { [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager },
            ["annotations"] = Annotations(revision),
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = IntentResource.Kind.ApiVersion,
                ["kind"] = IntentResource.Kind.Kind,
                ["name"] = intent.Id,
                ["uid"] = intent.Uid,
            }),
        },
        ["type"] = "pdp.dev/revision",
        ["data"] = new JsonObject { [DataKey] = Convert.ToBase64String(bytes) },
    };

    private ObjectReference ReferenceTo(StoredIntent intent) => new(_secret, options.Namespace, NameOf(intent));

    private static string NameOf(StoredIntent intent) => $"{NamePrefix}{intent.Id}";

    private static JsonObject Annotations(Revision revision)
    {
        var annotations = new JsonObject
        {
            [GenerationAnnotation] = revision.Generation.ToString(CultureInfo.InvariantCulture),
            [DocumentAnnotation] = HashOf(revision),
        };
        if (revision.Mark.SecretVersions is { } versions) annotations[SecretVersionsAnnotation] = versions;
        if (revision.Mark.ImageDigests is { } digests) annotations[ImageDigestsAnnotation] = digests;
        return annotations;
    }

    private static string HashOf(Revision revision) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(revision.Document)));

    // One without the hash is of an agent that kept something else; it is of no use.
    private static RevisionMark? MarkOf(JsonObject? secret) =>
        secret?.Annotation(DocumentAnnotation) is not null
        && long.TryParse(secret.Annotation(GenerationAnnotation), CultureInfo.InvariantCulture, out var generation)
            ? new RevisionMark(generation, secret.Annotation(SecretVersionsAnnotation), secret.Annotation(ImageDigestsAnnotation))
            : null;

    /// <param name="Mark">What is kept; null when that is of no use for the Intent.</param>
    /// <param name="Document">Hash of its document.</param>
    /// <param name="Uid">The Secret's uid; null when there is none.</param>
    /// <param name="Version">The Secret's version; null when there is none.</param>
    private sealed record Kept(RevisionMark? Mark, string? Document, string? Uid, string? Version);

    [LoggerMessage(EventId = 1420, EventName = "RevisionTooLarge", Level = LogLevel.Warning,
        Message = "Generation {Generation} of intent {Intent} is too large to be kept; a later rollout cannot go back to it")]
    private partial void LogTooLarge(string intent, long generation);

    [LoggerMessage(EventId = 1421, EventName = "RevisionDamaged", Level = LogLevel.Error,
        Message = "The kept revision of intent {Intent} cannot be read; nothing can be gone back to until a generation is healthy again")]
    private partial void LogDamaged(string intent);
}
