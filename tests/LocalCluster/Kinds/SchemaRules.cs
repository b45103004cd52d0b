using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>What makes a schema structural: every value has a type, keyed lists have their keys.</summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    public static void Check(JsonObject schema, string path, ErrorList errors)
    {
        var loose = schema.Bool("x-kubernetes-preserve-unknown-fields") == true || schema.Bool("x-kubernetes-int-or-string") == true;
        if (schema.Text("type") is not { } type)
        {
            if (!loose)
                errors.Required($"{path}.type", "must not be empty for specified object fields");
        }
        else if (!Types.Contains(type, StringComparer.Ordinal))
        {
            errors.NotSupported($"{path}.type", type, Types);
        }
        if (schema.Object("properties") is not null && schema.At("additionalProperties") is not null)
            errors.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        Lists(schema, path, errors);
        foreach (var (key, value) in schema.Object("properties") ?? [])
            Check(value as JsonObject ?? [], $"{path}.properties[{key}]", errors);
        if (schema.Object("items") is { } items)
            Check(items, $"{path}.items", errors);
        if (schema.Object("additionalProperties") is { } values)
            Check(values, $"{path}.additionalProperties", errors);
    }

    private static void Lists(JsonObject schema, string path, ErrorList errors)
    {
        if (schema.Text("type") == "array" && schema.At("items") is null)
            errors.Required($"{path}.items", "must be specified");
        if (schema.Text("x-kubernetes-list-type") is not { } kind)
            return;
        if (kind is not ("atomic" or "map" or "set"))
            errors.NotSupported($"{path}.x-kubernetes-list-type", kind, ["atomic", "map", "set"]);
        if (kind == "map" && schema.Array("x-kubernetes-list-map-keys") is null)
            errors.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        foreach (var key in schema.Array("x-kubernetes-list-map-keys") ?? [])
        {
            if (schema.Object("items", "properties")?.ContainsKey(key.Text() ?? "") != true)
                errors.Invalid($"{path}.x-kubernetes-list-map-keys", key, "entries must all be names of item properties");
        }
    }
}
