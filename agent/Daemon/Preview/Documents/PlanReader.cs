using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Documents;
using Pdp.Daemon.Policy;
using Pdp.Protocol;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview.Documents;

/// <summary>
/// Understands what was handed in: a signed document (compact JWS), a plain one (JSON or YAML), or an Intent resource with either in it. A plain one may leave out plane and generation, which the control plane would fill in.
/// </summary>
/// <param name="verifier">Checks what is signed.</param>
/// <param name="intents">What is held, for the next generation.</param>
/// <param name="plane">This plane; null when it is not known.</param>
internal sealed class PlanReader(IIntentVerifier verifier, IIntentStore intents, string? plane)
{
    /// <summary>Reads a document. Never throws for what is in it.</summary>
    public PlanInput Read(PlanSource source)
    {
        var text = source.Text.Trim();
        if (IsCompact(text)) return Signed(source, text);
        try
        {
            var utf8 = Encoding.UTF8.GetBytes(text.StartsWith('{') ? text : PolicyYaml.Parse(text).ToJsonString());
            return Read(source, utf8);
        }
        catch (FormatException malformed)
        {
            var reason = new RefusalReason(FailureReason.SchemaInvalid, "", $"must be a signed document, JSON or YAML: {malformed.Message}");
            return new PlanInput(source.Name, DocumentOrigin.Plain, new Verification(null, [reason]));
        }
    }

    private PlanInput Read(PlanSource source, byte[] utf8)
    {
        if (TryObject(utf8) is not { } document) return Plain(source, utf8);
        if (document["kind"]?.ToString() == "Intent" && document["spec"] is JsonObject spec)
        {
            if (spec["jws"] is JsonValue jws) return Signed(source, jws.ToString());
            if (spec["document"] is JsonObject local) return Local(source, document["metadata"]?["name"]?.ToString() ?? "", local);
        }
        return Plain(source, WithDefaults(document) ? Encoding.UTF8.GetBytes(document.ToJsonString()) : utf8);
    }

    private PlanInput Signed(PlanSource source, string jws) => new(
        source.Name, verifier is UnpinnedVerifier ? DocumentOrigin.Unchecked : DocumentOrigin.Signed, verifier.Verify(jws));

    private PlanInput Local(PlanSource source, string name, JsonObject document)
    {
        var there = intents.Find(name);
        // The API server writes the members of an object in an order of its own.
        var isSame = there?.Document is { } held && JsonNode.DeepEquals(JsonNode.Parse(held), document);
        var generation = (there?.Generation ?? 0) + (isSame ? 0 : 1);
        var verification = LocalIntents.IsLocal(name)
            ? LocalDocument.Read(name, generation, document.ToJsonString())
            : new Verification(null, [new RefusalReason(FailureReason.SchemaInvalid, "metadata.name", $"must end in {LocalIntents.Suffix}")]);
        return new PlanInput(source.Name, DocumentOrigin.Local, verification);
    }

    private PlanInput Plain(PlanSource source, byte[] utf8) =>
        new(source.Name, DocumentOrigin.Plain, DocumentCheck.Read("", utf8, plane));

    // Only what is sound is touched; everything else is left for the check to complain about.
    private bool WithDefaults(JsonObject document)
    {
        if (document["metadata"] is not JsonObject metadata) return false;
        var isFilled = metadata.TryAdd("plane", plane ?? "any");
        var held = intents.Find(metadata["id"]?.ToString() ?? "");
        return metadata.TryAdd("generation", Math.Max(held?.Generation ?? 0, held?.Status.ObservedGeneration ?? 0) + 1) || isFilled;
    }

    private static JsonObject? TryObject(byte[] utf8)
    {
        if (BoundedJson.TryRead(utf8, ProtocolLimits.IntentBytes, ProtocolLimits.Depth, out var document) != JsonFault.None) return null;
        using (document) return JsonNode.Parse(utf8) as JsonObject;
    }

    private static bool IsCompact(string text) =>
        text.Contains('.', StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
