using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Apply;

/// <summary>
/// Makes an intent of kind Manifests of an object of Kubernetes. Where it belongs is told by its labels
/// <c>openchoreo.dev/project</c> and <c>environment</c>, or by a namespace as data planes have them, of a project that is known.
/// </summary>
internal sealed class PlainObjects(ISourceStore store)
{
    private const string Marks = "openchoreo.dev/";
    private const string NamespacePrefix = "dp-";

    /// <summary>Makes drafts of all objects of a call.</summary>
    public async Task AddAsync(Caller caller, ApplyCall call, string plane, CancellationToken cancellationToken)
    {
        foreach (var (index, document) in call.Plain)
        {
            var report = new DocumentReport(index);
            if (await PlaceAsync(caller, call, document, cancellationToken) is { } place)
                Add(call, plane, index, document, place, report);
            else
                report.Error(
                    FindingRules.Required, "metadata.namespace",
                    "must say where the object belongs: labels openchoreo.dev/project and openchoreo.dev/environment, or a namespace dp-ORGANIZATION-PROJECT-ENVIRONMENT-… of a project that has components here");
            call.Report.Add(report);
        }
    }

    private static void Add(ApplyCall call, string plane, int index, JsonObject document, IntentOwner place, DocumentReport report)
    {
        var (kind, name) = (Text(document["kind"])!.ToLowerInvariant(), Text(document["metadata"]?["name"]) ?? "object");
        var id = IntentIds.Of(place.Organization, $"{name.Replace('.', '-')}-{kind}", place.Environment);
        var own = Own(document, report);
        var intent = new JsonObject
        {
            ["apiVersion"] = IntentDocument.CurrentApiVersion,
            ["kind"] = IntentKinds.Manifests,
            ["metadata"] = new JsonObject
            {
                ["organization"] = place.Organization,
                ["project"] = place.Project,
                ["environment"] = place.Environment,
            },
            ["spec"] = new JsonObject { ["resources"] = new JsonArray(new JsonObject { ["id"] = kind, ["object"] = own }) },
        };
        var reading = IntentDrafts.Read(intent, plane, id, IntentDraft.FromApi);
        report.AddErrors(reading.Errors.Select(e => e with { Path = e.Path.Replace("spec.resources[0].object.", "", StringComparison.Ordinal) }));
        if (reading.Draft is { } draft)
            call.AddDraft(index, draft, report);
    }

    // Its namespace is the one of its environment, and what marks it there is written by the agent.
    private static JsonObject Own(JsonObject document, DocumentReport report)
    {
        var own = (JsonObject)document.DeepClone();
        own.Remove("status");
        if (own["metadata"] is not JsonObject metadata)
            return own;
        if (metadata.Remove("namespace"))
            report.Note(FindingRules.Defaulted, "metadata.namespace", "was not used: the object goes into the namespace of its environment");
        if (metadata["labels"] is JsonObject labels)
            foreach (var label in labels.Select(l => l.Key).Where(l => l.StartsWith(Marks, StringComparison.Ordinal)).ToList())
                labels.Remove(label);
        return own;
    }

    private async Task<IntentOwner?> PlaceAsync(Caller caller, ApplyCall call, JsonObject document, CancellationToken cancellationToken)
    {
        var labels = document["metadata"]?["labels"] as JsonObject ?? [];
        if (Text(labels[Marks + "project"]) is { } project && Text(labels[Marks + "environment"]) is { } environment)
            return new IntentOwner(Text(labels[Marks + "organization"]) ?? SourceHeader.DefaultSpace, project, environment, null);
        if (Text(document["metadata"]?["namespace"]) is not { } space || !space.StartsWith(NamespacePrefix, StringComparison.Ordinal))
            return null;
        var parts = space.Split('-');
        var found = new HashSet<IntentOwner>();
        // The last part is a hash. Names may have dashes and be cut, so every way to read the rest is tried.
        for (var end = 2; end < parts.Length - 2; end++)
        {
            var organization = string.Join('-', parts[1..end]);
            // Only of those that are the caller's, for others are none of his business.
            var projects = (await ProjectsAsync(call, organization, cancellationToken))
                .Where(p => caller.Access.Allows(OperatorAction.ChangeIntents, new Scope(organization, p))).ToList();
            for (var cut = end + 1; cut < parts.Length - 1; cut++)
                foreach (var one in projects.Where(p => p.StartsWith(string.Join('-', parts[end..cut]), StringComparison.Ordinal)))
                    found.Add(new IntentOwner(organization, one, string.Join('-', parts[cut..^1]), null));
        }

        return found.Count == 1 ? found.Single() : null;
    }

    private async Task<HashSet<string>> ProjectsAsync(ApplyCall call, string organization, CancellationToken cancellationToken)
    {
        var stored = (await store.ListAsync("", organization, SourceKinds.Component, cancellationToken)).Select(SourceDocument.Read);
        return [.. stored.Concat(call.Sources.Where(s => s.Key.Space == organization)).Select(s => s.Source).OfType<ComponentSource>().Select(c => c.Project)];
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
