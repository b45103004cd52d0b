using System.Text.Json.Nodes;
using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Releases;

/// <summary>Makes the intent of a release in an environment. Pure: the same parts make the same intent.</summary>
internal static class IntentComposer
{
    /// <summary>Composes; everything wrong goes to the report, by its place in the values or in the intent.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="report">Where everything wrong goes.</param>
    /// <returns>The draft; null when something is wrong.</returns>
    public static IntentDraft? Compose(IntentParts parts, DocumentReport report)
    {
        var spec = (JsonObject)parts.Content.Spec.DeepClone();
        var own = new DocumentReport();
        EnvironmentValues.Apply(spec, parts.Values, own);
        foreach (var error in own.Errors)
            report.Error(error.Rule, $"values.{error.Path}", error.Message);
        foreach (var key in parts.Content.Required().Where(key => spec["config"]?[key] is null))
            report.Error(FindingRules.Required, FieldPath.Of("values.config", key), "must be given, for the release uses it and gives it no value");
        if (parts.Neighbours is { } neighbours && report.Errors.Count == 0)
            Connector.Connect(spec, neighbours, report);
        ImagePins.Pin(spec, parts.Digests);
        if (report.Errors.Count > 0)
            return null;
        var reading = IntentDrafts.Read(Document(parts, Ordered(spec, parts)), parts.Plane, parts.Intent, parts.Source);
        report.AddErrors(reading.Errors);
        return reading.Draft;
    }

    // In the order of the documentation, for people read it.
    private static JsonObject Ordered(JsonObject spec, IntentParts parts)
    {
        var ordered = new JsonObject();
        foreach (var first in new[] { "replicas", "state", "type", "release" })
            if ((first == "state" ? parts.State.ToString() : first == "release" ? parts.Release : spec[first]?.DeepClone()) is { } value)
                ordered[first] = value;
        foreach (var (name, value) in spec)
            ordered.TryAdd(name, value?.DeepClone());
        if (parts.DeleteVolumes)
            ordered["deleteVolumes"] = true;
        return ordered;
    }

    private static JsonObject Document(IntentParts parts, JsonObject spec)
    {
        var metadata = new JsonObject
        {
            ["id"] = parts.Intent,
            ["plane"] = parts.Plane,
            ["organization"] = parts.Key.Organization,
            ["project"] = parts.Key.Project,
            ["environment"] = parts.Key.Environment,
            ["component"] = parts.Key.Line.Component,
        };
        if (parts.Key.Line.Track is { } track)
            metadata["track"] = track;
        foreach (var marks in new[] { "labels", "annotations" })
            if (parts.Content.Document[marks] is JsonObject { Count: > 0 } given)
                metadata[marks] = given.DeepClone();
        return new JsonObject
        {
            ["apiVersion"] = IntentDocument.CurrentApiVersion,
            ["kind"] = IntentKinds.Component,
            ["metadata"] = metadata,
            ["spec"] = spec,
        };
    }
}

/// <summary>What an intent is made of.</summary>
/// <param name="Key">The component and its environment.</param>
/// <param name="Plane">The plane.</param>
/// <param name="Intent">The intent's id.</param>
/// <param name="Release">The release's name.</param>
/// <param name="Content">What it says.</param>
/// <param name="Values">What the environment says.</param>
/// <param name="Source">Where the intent comes from.</param>
internal sealed record IntentParts(
    BindingKey Key, string Plane, string Intent, string Release, ReleaseContent Content, JsonObject Values, string Source)
{
    /// <summary>Digests to pin its images to, by container.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; init; } = new Dictionary<string, string>();

    /// <summary>Whom it may call, where its connections are told from documents; null for a release that declares all of them itself.</summary>
    public Neighbourhood? Neighbours { get; init; }

    /// <summary>What shall be of it.</summary>
    public ComponentState State { get; init; }

    /// <summary>With <see cref="ComponentState.Undeployed"/>: delete the claims too.</summary>
    public bool DeleteVolumes { get; init; }
}
