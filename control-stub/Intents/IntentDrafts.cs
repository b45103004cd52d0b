using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Intents;

/// <summary>Makes drafts of documents: fills in what the control plane knows, holds the rest to the schema.</summary>
internal static class IntentDrafts
{
    /// <summary>The generation a document is checked with before it has one: the longest, so that it fits with any.</summary>
    private const long AnyGeneration = 9_007_199_254_740_991;

    private static readonly IntentOwner _nobody = new("", "", "", null);

    /// <summary>Reads a document of <c>pdp.dev/v1</c>.</summary>
    /// <param name="document">The document; not changed.</param>
    /// <param name="plane">The plane it is for.</param>
    /// <param name="id">The id it must have; null when the document itself says.</param>
    /// <param name="source">Where it came from.</param>
    /// <returns>The draft, or everything wrong with the document; notes in both cases.</returns>
    public static DraftReading Read(JsonObject document, string plane, string? id, string source)
    {
        var content = (JsonObject)document.DeepClone();
        if (content["metadata"] is not JsonObject metadata)
        {
            if (content["metadata"] is not null || id is null)
                return DraftReading.Wrong(new Finding(FindingRules.Required, "metadata", "must be an object with at least an id"));
            content["metadata"] = metadata = [];
        }

        var findings = new List<Finding>();
        var notes = new List<Finding>();
        Fill(metadata, "plane", plane, "must be the plane it is put to, or be left out", findings);
        if (id is not null)
            Fill(metadata, "id", id, "must be the id it is put under, or be left out", findings);
        if (metadata.Remove("generation"))
            notes.Add(new Finding(FindingRules.Defaulted, "metadata.generation", "is given by the control plane; the one in the document was not used"));
        if (Is(content["kind"], IntentKinds.Removal))
            findings.Add(new Finding(FindingRules.UnknownKind, "kind", "must be Component, Manifests or TaskRun; an intent is removed with DELETE"));
        if (findings.Count > 0)
            return new DraftReading(null, findings, notes);

        var reading = IntentReader.Read(new IntentDraft("", content, "", default, _nobody, source).ToBytes(AnyGeneration));
        return reading.Intent is { } intent
            ? new DraftReading(Draft(intent, content, source), [], notes)
            : new DraftReading(null, [.. reading.Reasons.Select(ToFinding)], notes);
    }

    /// <summary>The same intent in another state.</summary>
    public static DraftReading WithState(IntentDraft draft, string plane, ComponentState state, bool deleteVolumes)
    {
        var content = (JsonObject)draft.Content.DeepClone();
        var spec = (JsonObject)content["spec"]!;
        spec["state"] = state.ToString();
        if (draft.Kind == IntentKinds.Component)
        {
            spec.Remove("deleteVolumes");
            if (deleteVolumes)
                spec["deleteVolumes"] = true;
        }

        return Read(content, plane, draft.Id, draft.Source);
    }

    /// <summary>The same intent with something else in its spec.</summary>
    public static DraftReading WithSpec(IntentDraft draft, string plane, Action<JsonObject> change)
    {
        var content = (JsonObject)draft.Content.DeepClone();
        change((JsonObject)content["spec"]!);
        return Read(content, plane, draft.Id, draft.Source);
    }

    private static IntentDraft Draft(TypedIntent intent, JsonObject content, string source) =>
        new(
            intent.Metadata.Id,
            content,
            intent.Document.Kind,
            intent.State,
            new IntentOwner(intent.Metadata.Organization, intent.Metadata.Project, intent.Metadata.Environment, intent.Metadata.Component),
            source);

    private static void Fill(JsonObject metadata, string name, string value, string rule, List<Finding> findings)
    {
        if (metadata[name] is null)
            metadata[name] = value;
        else if (!Is(metadata[name], value))
            findings.Add(new Finding(FindingRules.Mismatch, $"metadata.{name}", rule));
    }

    private static bool Is(JsonNode? node, string value) => node is JsonValue said && said.TryGetValue<string>(out var text) && text == value;

    private static Finding ToFinding(RefusalReason reason) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(reason.Reason.ToString()), reason.Path, reason.Message);
}

/// <summary>What came of reading a document.</summary>
/// <param name="Draft">The draft; null when there are errors.</param>
/// <param name="Errors">Everything wrong.</param>
/// <param name="Notes">What was decided for the author.</param>
internal sealed record DraftReading(IntentDraft? Draft, IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Notes)
{
    public static DraftReading Wrong(Finding finding) => new(null, [finding], []);
}
