using System.Runtime.InteropServices;
using System.Text.Json;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>
/// Holds a document to the JSON Schema of its kind and to the limits of <see cref="ProtocolLimits"/>. All errors at once, each with its
/// path; numbers may be shown, strings never are.
/// </summary>
public static class IntentSchemaValidator
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ProtocolLimits.Depth };

    /// <summary>Checks a document.</summary>
    /// <param name="utf8">The JSON document as it came; anything at all.</param>
    /// <returns>Every reason to refuse it, at most <see cref="ProtocolLimits.Reasons"/>; empty when it holds.</returns>
    public static IReadOnlyList<RefusalReason> Validate(ReadOnlySpan<byte> utf8)
    {
        var reasons = new ReasonList();
        if (!StrictJson.Check(utf8, reasons))
            return reasons.ToList();

        using var document = JsonDocument.Parse(utf8.ToArray(), Options);
        new SchemaEvaluator(reasons).Check(SchemaOf(document.RootElement), document.RootElement, DocumentPath.Root);
        return reasons.ToList();
    }

    /// <summary>Checks a document that was parsed already.</summary>
    /// <param name="document">The document.</param>
    /// <returns>Every reason to refuse it, at most <see cref="ProtocolLimits.Reasons"/>; empty when it holds.</returns>
    public static IReadOnlyList<RefusalReason> Validate(JsonElement document) => Validate(JsonMarshal.GetRawUtf8Value(document));

    private static SchemaNode SchemaOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String
            ? IntentSchemas.Of(kind.GetString()!) ?? IntentSchemas.AnyKind
            : IntentSchemas.AnyKind;
}
