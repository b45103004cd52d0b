using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Cluster.Revisions;

/// <summary>A revision as a Secret, which belongs to its Intent: the cluster collects it when the Intent is gone.</summary>
internal static class RevisionSecret
{
    /// <summary>The generation that is kept.</summary>
    public const string GenerationAnnotation = "pdp.dev/generation";

    /// <summary>
    /// In its place, the generation whose rollout began: agents that do not know it take it for nothing they could go back to.
    /// </summary>
    public const string BegunAnnotation = "pdp.dev/begun";

    /// <summary>Stands for the versions of its secrets.</summary>
    public const string SecretVersionsAnnotation = "pdp.dev/secret-versions";

    /// <summary>Stands for the digests of its images.</summary>
    public const string ImageDigestsAnnotation = "pdp.dev/image-digests";

    /// <summary>The hash of its document.</summary>
    public const string DocumentAnnotation = "pdp.dev/document";

    /// <summary>What the names of such Secrets begin with.</summary>
    public const string NamePrefix = "pdp-revision-";

    /// <summary>The type of such Secrets.</summary>
    public const string Type = "pdp.dev/revision";

    private const string DataKey = "revision";

    /// <summary>The name of an intent's.</summary>
    public static string NameOf(StoredIntent intent) => $"{NamePrefix}{intent.Id}";

    /// <summary>The hash of a revision's document.</summary>
    public static string HashOf(Revision revision) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(revision.Document)));

    /// <summary>The manifest.</summary>
    /// <param name="intent">Whose it is.</param>
    /// <param name="namespace">The agent's namespace.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="bytes">It as <see cref="RevisionCodec"/> writes it.</param>
    public static JsonObject Manifest(StoredIntent intent, string @namespace, Revision revision, byte[] bytes) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = NameOf(intent),
            ["namespace"] = @namespace,
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
        ["type"] = Type,
        ["data"] = new JsonObject { [DataKey] = Convert.ToBase64String(bytes) },
    };

    /// <summary>The revision in a Secret; null when it is damaged, or there is none.</summary>
    public static Revision? Read(JsonObject secret)
    {
        if (secret.GetString("data", DataKey) is not { } text) return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written)
            && RevisionCodec.TryDecode(bytes.AsSpan(0, written), out var revision) ? revision : null;
    }

    private static JsonObject Annotations(Revision revision)
    {
        var annotations = new JsonObject
        {
            [revision.Begun is null ? GenerationAnnotation : BegunAnnotation] = revision.Generation.ToString(CultureInfo.InvariantCulture),
            [DocumentAnnotation] = HashOf(revision),
        };
        if (revision.Mark.SecretVersions is { } versions) annotations[SecretVersionsAnnotation] = versions;
        if (revision.Mark.ImageDigests is { } digests) annotations[ImageDigestsAnnotation] = digests;
        return annotations;
    }
}
