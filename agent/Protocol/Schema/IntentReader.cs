using System.Text.Json;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Schema;

/// <summary>Turns the bytes of a document into types. What does not hold its schema is never turned into anything.</summary>
public static class IntentReader
{
    /// <summary>Checks and reads a document.</summary>
    /// <param name="utf8">The JSON document, such as the payload of a signed intent.</param>
    /// <returns>The intent, or every reason why there is none.</returns>
    public static IntentReading Read(ReadOnlySpan<byte> utf8)
    {
        var reasons = IntentSchemaValidator.Validate(utf8);
        if (reasons.Count > 0)
            return new IntentReading(null, reasons);

        return new IntentReading(ReadChecked(utf8), []);
    }

    /// <summary>Reads a document that was checked before: these very bytes, by this version of the schema.</summary>
    /// <param name="utf8">The JSON document.</param>
    /// <exception cref="JsonException">It was not.</exception>
    public static TypedIntent ReadChecked(ReadOnlySpan<byte> utf8)
    {
        var document = JsonSerializer.Deserialize(utf8, IntentJson.Default.IntentDocument)!;
        return new TypedIntent(document, ReadSpec(document));
    }

    private static IntentSpec ReadSpec(IntentDocument document) => document.Kind switch
    {
        IntentKinds.Component => document.Spec.Deserialize(IntentJson.Default.ComponentSpec)!,
        IntentKinds.Manifests => document.Spec.Deserialize(IntentJson.Default.ManifestsSpec)!,
        IntentKinds.TaskRun => document.Spec.Deserialize(IntentJson.Default.TaskRunSpec)!,
        IntentKinds.Removal => document.Spec.Deserialize(IntentJson.Default.RemovalSpec)!,
        _ => throw new InvalidOperationException("The schema let a kind pass that has no type."),
    };
}

/// <summary>What came of reading a document: an intent or reasons, never both.</summary>
/// <param name="Intent">The intent; null when it cannot be accepted.</param>
/// <param name="Reasons">Every reason why not, in document order; empty when it can.</param>
public sealed record IntentReading(TypedIntent? Intent, IReadOnlyList<RefusalReason> Reasons);
