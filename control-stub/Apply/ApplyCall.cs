using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Apply;

/// <summary>The documents of one call, read and checked as far as each of them goes by itself.</summary>
internal sealed class ApplyCall
{
    private readonly string _plane;

    private ApplyCall(string plane) => _plane = plane;

    /// <summary>What there is to say so far.</summary>
    public DocumentReport Report { get; } = new();

    /// <summary>Documents that intents are compiled from.</summary>
    public List<SourceDocument> Sources { get; } = [];

    /// <summary>Intents given as they are, each with the place of its document.</summary>
    public List<(int Index, IntentDraft Draft)> Drafts { get; } = [];

    /// <summary>Objects of Kubernetes, each with the place of its document.</summary>
    public List<(int Index, JsonObject Document)> Plain { get; } = [];

    /// <summary>Reads every document; what is wrong is in the report.</summary>
    public static ApplyCall Read(DocumentBatch batch, string plane)
    {
        var call = new ApplyCall(plane);
        call.Report.AddAll(batch.Findings);
        for (var index = 0; index < batch.Documents.Count; index++)
            if (batch.Documents[index] is { } document)
                call.Add(document, index);
        if (batch.Documents.Count == 0 && batch.Findings.Count == 0)
            call.Report.Error(FindingRules.Required, "", "must hold at least one document");
        return call;
    }

    private void Add(JsonObject document, int index)
    {
        var report = new DocumentReport(index);
        var (version, kind) = (Text(document, "apiVersion"), Text(document, "kind"));
        if (version == IntentDocument.CurrentApiVersion)
            AddIntent(document, index, report);
        else if (version is not null && kind is not null && SourceKinds.ApiVersions.Contains(version) && SourceKinds.All.Contains(kind))
            AddSource(SourceDocument.Read(document, kind, _plane, index, report), report);
        else if (version is not null && kind is not null && !SourceKinds.ApiVersions.Contains(version) && document["metadata"] is JsonObject)
            Plain.Add((index, document));
        else
            report.Error(
                FindingRules.UnknownKind,
                "kind",
                $"must be one of {string.Join(", ", SourceKinds.All)} of {SourceKinds.ApiVersions[0]}, an intent of {IntentDocument.CurrentApiVersion}, "
                + "or an object of Kubernetes with its metadata");
        Report.Add(report);
    }

    private void AddSource(SourceDocument source, DocumentReport report)
    {
        if (Sources.Any(s => s.Key == source.Key))
            report.Error(FindingRules.Duplicate, "metadata.name", "must not come twice in one call");
        Sources.Add(source);
    }

    private void AddIntent(JsonObject document, int index, DocumentReport report)
    {
        var reading = IntentDrafts.Read(document, _plane, id: null, IntentDraft.FromApi);
        report.AddErrors(reading.Errors);
        foreach (var note in reading.Notes)
            report.Note(note.Rule, note.Path, note.Message);
        if (reading.Draft is { } draft)
            AddDraft(index, draft, report);
    }

    /// <summary>Adds an intent that a document is or makes.</summary>
    public void AddDraft(int index, IntentDraft draft, DocumentReport report)
    {
        if (Drafts.Any(d => d.Draft.Id == draft.Id))
            report.Error(FindingRules.Duplicate, "metadata.id", "must not come twice in one call");
        Drafts.Add((index, draft));
    }

    private static string? Text(JsonObject document, string name) =>
        document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
