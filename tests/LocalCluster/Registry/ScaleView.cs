using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Selectors;

namespace Pdp.LocalCluster.Registry;

/// <summary>A workload as <c>autoscaling/v1 Scale</c> sees it: how many there should be, how many there are, and which.</summary>
internal static class ScaleView
{
    /// <summary>The Scale of an object.</summary>
    public static JsonObject Of(ResourceDefinition resource, JsonObject obj)
    {
        var paths = resource.Scale!;
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (obj.At("metadata", field) is { } value)
                metadata[field] = value.DeepClone();
        }
        var spec = new JsonObject();
        if (obj.Long(paths.SpecReplicas) is { } wanted)
            spec["replicas"] = wanted;
        var status = new JsonObject { ["replicas"] = obj.Long(paths.StatusReplicas) ?? 0 };
        if (paths.Selector is not null && Selector(obj.At(paths.Selector)) is { } selector)
            status["selector"] = selector;
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = status,
        };
    }

    /// <summary>The change a sent Scale asks for.</summary>
    public static Func<JsonObject?, ObjectChange> Writing(ResourceDefinition resource, JsonObject scale) => current =>
    {
        var obj = (JsonObject)current!.DeepClone();
        // The client's version and uid bind the write as with the object itself; without them it is unconditional.
        obj.Object("metadata")!.Remove("resourceVersion");
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version)
            obj.Object("metadata")!["resourceVersion"] = version;
        var wanted = scale.At("spec", "replicas") is { } given

            ? given.TryWhole(out var count)
            ? count
            : throw ApiErrors.BadRequest("Scale in version \"v1\" cannot be handled as a Scale: spec.replicas must be a whole number")
            : 0;
        if (wanted < 0)
            throw ApiErrors.Invalid(
                "Scale.autoscaling",
                scale.Text("metadata", "name") ?? "",
                "spec.replicas",
                "FieldValueInvalid",
                $"Invalid value: {wanted}: must be greater than or equal to 0");
        Put(obj, resource.Scale!.SpecReplicas, wanted);
        return new ObjectChange(obj, FromCurrent: true);
    };

    private static void Put(JsonObject obj, string[] path, long value)
    {
        var parent = obj;
        foreach (var key in path.AsSpan(0, path.Length - 1))
        {
            if (parent[key] is not JsonObject child)
                parent[key] = child = [];
            parent = child;
        }
        parent[path[^1]] = value;
    }

    private static string? Selector(JsonNode? selector)
    {
        if (selector.TryText(out var text))
            return text;
        if (selector is not JsonObject obj)
            return null;
        return (obj.ContainsKey("matchLabels")
            || obj.ContainsKey("matchExpressions") ? LabelSelector.Of(obj) : LabelSelector.OfMap(obj)).ToString();
    }
}
