using System.Text.Json.Nodes;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.OpenApi;

/// <summary>The paths clients look into to learn whether a kind can be patched without storing, and with its fields validated.</summary>
internal static class PathWriter
{
    private static readonly string[] Query = ["dryRun", "fieldManager", "fieldValidation"];

    private static readonly string[] PatchTypes =
        ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

    public static JsonObject Write(IEnumerable<ResourceDefinition> resources, bool isVersion3)
    {
        var paths = new JsonObject();
        foreach (var resource in resources.Where(r => r.Can("patch")))
            paths[Path(resource)] = new JsonObject { ["patch"] = Operation(resource, isVersion3) };
        return paths;
    }

    private static string Path(ResourceDefinition resource)
    {
        var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.ApiVersion}";
        return resource.Namespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}/{{name}}" : $"{root}/{resource.Plural}/{{name}}";
    }

    private static JsonObject Operation(ResourceDefinition resource, bool isVersion3)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"patch{resource.Group.Replace(".", "", StringComparison.Ordinal)}{resource.Version}{resource.Kind}",
            ["parameters"] = new JsonArray([.. Query.Append("force").Select(q => Parameter(q, isVersion3))]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = "patch",
            ["x-kubernetes-group-version-kind"] = SchemaWriter.GroupVersionKind(resource),
        };
        var types = resource.Custom is null ? [.. PatchTypes, "application/strategic-merge-patch+json"] : PatchTypes;
        if (isVersion3)
            operation["requestBody"] = new JsonObject { ["content"] = new JsonObject(types.Select(Content)) };
        else
            operation["consumes"] = new JsonArray([.. types.Select(t => JsonValue.Create(t))]);
        return operation;
    }

    private static KeyValuePair<string, JsonNode?> Content(string type) => new(type, new JsonObject());

    private static JsonObject Parameter(string name, bool isVersion3)
    {
        var type = name == "force" ? "boolean" : "string";
        return isVersion3
            ? new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true } }
            : new JsonObject { ["name"] = name, ["in"] = "query", ["type"] = type, ["uniqueItems"] = true };
    }
}
