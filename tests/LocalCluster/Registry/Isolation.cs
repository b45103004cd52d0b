using System.Text.Json.Nodes;
using Pdp.LocalCluster.Apply;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Registry;

/// <summary>The main resource leaves the status alone, the status subresource everything else.</summary>
internal static class Isolation
{
    private static readonly FieldSet Status = FieldTracker.OfPaths(["f:status"]);
    private static readonly FieldSet Spec = FieldTracker.OfPaths(["f:spec"]);
    private static readonly FieldSet Nothing = FieldSet.Empty;

    /// <summary>Puts back what the request was not about.</summary>
    public static void Apply(ResourceDefinition resource, JsonObject obj, JsonObject old, string subresource)
    {
        switch (subresource)
        {
            case "" when resource.HasStatus:
                PutBack(obj, old, ["status"]);
                break;
            case "status" when resource.Custom is not null:
                foreach (var key in obj.Select(p => p.Key).Union(old.Select(p => p.Key)).Where(IsContent).ToList())
                    PutBack(obj, old, [key]);
                KeepMetadata(obj, old);
                break;
            case "status":
                PutBack(obj, old, ["spec"]);
                foreach (var path in resource.KeptByStatus)
                    PutBack(obj, old, path);
                break;
        }
    }

    /// <summary>The fields nobody comes to own through a request.</summary>
    public static FieldSet Ignored(ResourceDefinition resource, string subresource) => subresource switch
    {
        "" => resource.HasStatus ? Status : Nothing,
        "status" when resource.Custom is not null => FieldTracker.OfPaths(
            [.. resource.Type.Fields.Where(f => f.Name != "status").Select(f => new[] { PathElements.Field(f.Name) })]),
        "status" =>
            resource.KeptByStatus.Count == 0
                ? Spec
                : Spec.Union(FieldTracker.OfPaths([.. resource.KeptByStatus.Select(p => p.Select(PathElements.Field).ToArray())])),
        _ => Nothing,
    };

    private static bool IsContent(string key) => key is not ("status" or "metadata" or "apiVersion" or "kind");

    private static void PutBack(JsonObject obj, JsonObject old, string[] path)
    {
        var parent = path.Length == 1 ? obj : obj.Object(path.AsSpan(0, path.Length - 1));
        if (parent is null)
            return;
        if (old.At(path) is { } value)
            parent[path[^1]] = value.DeepClone();
        else
            parent.Remove(path[^1]);
    }

    /// <summary>The status of a custom resource comes with nobody's metadata but the list of managers and the version seen.</summary>
    private static void KeepMetadata(JsonObject obj, JsonObject old)
    {
        var given = obj.Object("metadata");
        var kept = (JsonObject)(old.At("metadata")?.DeepClone() ?? new JsonObject());
        foreach (var field in (ReadOnlySpan<string>)["managedFields", "resourceVersion"])
        {
            kept.Remove(field);
            if (given.At(field) is { } value)
                kept[field] = value.DeepClone();
        }
        obj["metadata"] = kept;
    }
}
