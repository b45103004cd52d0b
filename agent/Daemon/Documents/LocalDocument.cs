using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>
/// Reads the document of a local intent: the same kinds under the same schema and rules, but that name and generation are the resource's own.
/// Whether it may be acted on is the policy's to say.
/// </summary>
internal static class LocalDocument
{
    private static readonly string[] _given = ["id", "plane", "generation"];

    /// <summary>Checks and reads a document.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="generation">The resource's generation.</param>
    /// <param name="text">The document as JSON.</param>
    public static Verification Read(string name, long generation, string text)
    {
        var (id, utf8) = (LocalIntents.IdOf(name), Encoding.UTF8.GetBytes(text));
        if (JsonNode.Parse(text) is not JsonObject document || document["metadata"] is not (JsonObject or null))
            return DocumentCheck.Read("", utf8, plane: null);
        var metadata = document["metadata"] as JsonObject ?? [];
        document["metadata"] = metadata;
        if (_given.FirstOrDefault(metadata.ContainsKey) is { } given) return Refused($"metadata.{given}", "must be left out: it is the resource's own");
        (metadata["id"], metadata["plane"], metadata["generation"]) = (id, "local", generation);
        var verification = DocumentCheck.Read(text, Encoding.UTF8.GetBytes(document.ToJsonString()), plane: null);
        return verification.Verified switch
        {
            null => verification,
            { IsRemoval: true } => Refused("kind", "must be Component, Manifests or TaskRun; delete the resource to take its intent away"),
            var verified => verification with { Verified = Named(verified, name, IntentDigest.OfPayload(utf8)) },
        };
    }

    // Everything made of it carries the resource's name, which no signed intent can have.
    private static VerifiedIntent Named(VerifiedIntent verified, string name, string hash)
    {
        var document = verified.Intent.Document;
        return verified with
        {
            Stamp = verified.Stamp with { Id = name, Hash = hash },
            Intent = verified.Intent with { Document = document with { Metadata = document.Metadata with { Id = name } } },
        };
    }

    private static Verification Refused(string path, string rule) => new(null, [new RefusalReason(FailureReason.SchemaInvalid, $"spec.document.{path}", rule)]);
}
