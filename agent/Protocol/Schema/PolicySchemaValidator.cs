using System.Text.Json;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>Holds a customer's policy to its JSON Schema. All errors at once, each with its path; strings are never shown.</summary>
public static class PolicySchemaValidator
{
    /// <summary>File name of the schema, for <see cref="IntentSchemas.Open"/>.</summary>
    public const string File = "policy.schema.json";

    private static readonly SchemaNode _schema = Load();
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = ProtocolLimits.Depth };

    /// <summary>Checks a policy.</summary>
    /// <param name="utf8">The policy as JSON; anything at all.</param>
    /// <returns>Everything wrong with it, at most <see cref="ProtocolLimits.Reasons"/>; empty when it holds.</returns>
    public static IReadOnlyList<RefusalReason> Validate(ReadOnlySpan<byte> utf8)
    {
        var reasons = new ReasonList();
        if (!StrictJson.Check(utf8, reasons))
            return reasons.ToList();

        using var document = JsonDocument.Parse(utf8.ToArray(), _options);
        new SchemaEvaluator(reasons).Check(_schema, document.RootElement, DocumentPath.Root);
        return reasons.ToList();
    }

    private static SchemaNode Load() => new SchemaLoader(file =>
    {
        using var stream = IntentSchemas.Open(file);
        return JsonDocument.Parse(stream);
    }).Load(File);
}
