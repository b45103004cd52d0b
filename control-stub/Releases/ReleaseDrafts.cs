using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Releases;

/// <summary>Reads releases as their authors write them, and holds them to the schema of intents.</summary>
internal static class ReleaseDrafts
{
    private const string Anywhere = "anywhere";

    /// <summary>Reads a release.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="key">Its name.</param>
    /// <param name="report">Where everything wrong goes.</param>
    /// <returns>What it says; null when something is wrong.</returns>
    public static ReleaseContent? Read(JsonObject body, ReleaseKey key, DocumentReport report)
    {
        var fields = new DocumentFields(body, "", report);
        fields.Map("labels");
        fields.Map("annotations");
        fields.RequiredSection("spec");
        foreach (var unknown in body.Select(f => f.Key).Except(["labels", "annotations", "spec"]))
            report.Error(FindingRules.UnknownField, unknown, "is not known here; a release has spec, labels and annotations");
        if (body["spec"] is JsonObject spec)
            foreach (var field in ReleaseContent.NotOfIt.Where(spec.ContainsKey))
                report.Error(FindingRules.Unsupported, $"spec.{field}", "is not part of a release; it is decided where the release is deployed");
        if (report.Errors.Count > 0)
            return null;
        var content = new ReleaseContent((JsonObject)body.DeepClone());
        var whole = Complete(content, key);
        // As it would be in an environment that gives every value it asks for.
        var reading = IntentDrafts.Read(whole, Anywhere, Anywhere, IntentDraft.FromApi);
        report.AddErrors(reading.Errors);
        return report.Errors.Count == 0 ? content : null;
    }

    private static JsonObject Complete(ReleaseContent content, ReleaseKey key)
    {
        var spec = (JsonObject)content.Spec.DeepClone();
        var config = spec["config"] as JsonObject ?? [];
        foreach (var required in content.Required())
            config[required] = "";
        if (config.Parent is null && config.Count > 0)
            spec["config"] = config;
        spec["release"] = key.Name;
        var metadata = new JsonObject
        {
            ["organization"] = key.Organization,
            ["project"] = key.Project,
            ["environment"] = Anywhere,
            ["component"] = key.Line.Component,
        };
        if (key.Line.Track is { } track)
            metadata["track"] = track;
        foreach (var marks in new[] { "labels", "annotations" })
            if (content.Document[marks] is { } given)
                metadata[marks] = given.DeepClone();
        return new JsonObject { ["apiVersion"] = IntentDocument.CurrentApiVersion, ["kind"] = IntentKinds.Component, ["metadata"] = metadata, ["spec"] = spec };
    }
}
