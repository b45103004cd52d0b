using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pdp.Core.Plan;
using Pdp.Daemon.Preview.Versions;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview.Reporting;

/// <summary>A plan for programs.</summary>
internal static class PreviewJson
{
    /// <summary>How JSON is written for people and programs.</summary>
    public static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The plan as one JSON object.</summary>
    public static string Of(IReadOnlyList<IntentPreview> previews) =>
        new JsonObject { ["documents"] = new JsonArray([.. previews.Select(preview => (JsonNode)Of(preview))]) }.ToJsonString(Indented);

    private static JsonObject Of(IntentPreview preview) => new()
    {
        ["source"] = preview.Source,
        ["signature"] = Word(preview.Origin),
        ["id"] = preview.Id,
        ["generation"] = preview.Generation,
        ["place"] = preview.Place,
        ["decision"] = Word(preview.Decision),
        ["reasons"] = new JsonArray([.. preview.Reasons.Select(reason => (JsonNode)Of(reason))]),
        ["note"] = preview.Note,
        ["objects"] = new JsonArray([.. preview.Objects.Select(o => (JsonNode)Of(o))]),
        ["tests"] = new JsonArray([.. preview.Tests.Select(test => (JsonNode)Of(test))]),
        ["routing"] = new JsonArray([.. preview.Routing.Select(routing => (JsonNode)Of(routing))]),
    };

    private static JsonObject Of(TestPreview test) => new()
    {
        ["name"] = test.Name,
        ["step"] = test.Step,
        ["steps"] = test.Steps,
        ["rendered"] = test.Rendered.DeepClone(),
    };

    private static JsonObject Of(RoutingPreview routing) => new()
    {
        ["namespace"] = routing.Group.Namespace,
        ["name"] = routing.Group.Name,
        ["before"] = routing.Before,
        ["after"] = routing.After,
        ["objects"] = new JsonArray([.. routing.Objects.Select(o => (JsonNode)Of(o))]),
    };

    private static JsonObject Of(RefusalReason reason) => new()
    {
        ["reason"] = reason.Reason.ToString(),
        ["path"] = reason.Path,
        ["message"] = reason.Message,
    };

    private static JsonObject Of(ObjectPreview o) => new()
    {
        ["action"] = Word(o.Action),
        ["apiVersion"] = o.Key.ApiVersion,
        ["kind"] = o.Key.Kind,
        ["namespace"] = o.Key.Namespace,
        ["name"] = o.Key.Name,
        ["message"] = o.Message,
        ["restarts"] = o.Restarts,
        ["changes"] = new JsonArray([.. o.Changes.Select(change => (JsonNode)Of(change))]),
        ["rendered"] = o.Rendered?.DeepClone(),
    };

    private static JsonObject Of(FieldChange change) => new()
    {
        ["path"] = change.Path,
        ["before"] = change.Before,
        ["after"] = change.After,
    };

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
