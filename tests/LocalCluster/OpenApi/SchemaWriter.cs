using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.OpenApi;

/// <summary>The types of resources as OpenAPI schemas: enough for clients to validate, merge and explain.</summary>
/// <param name="refPrefix">Where schemas lie in the document.</param>
/// <param name="isVersion3">OpenAPI 3 knows more of JSON Schema than version 2.</param>
internal sealed class SchemaWriter(string refPrefix, bool isVersion3)
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>Adds a resource's kind and everything it is made of.</summary>
    public void Add(ResourceDefinition resource)
    {
        var name = resource.Custom is null ? Name(resource.Type) : CustomName(resource);
        if (resource.Custom is { } custom)
            _schemas[name] = Custom(custom.Schema.Source);
        else
            Reference(resource.Type);
        var schema = _schemas[name];
        var properties = schema.Object("properties")!;
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        schema["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(resource));
    }

    public JsonObject ToJson() => new([.. _schemas.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value.DeepClone()))]);

    public static JsonObject GroupVersionKind(ResourceDefinition resource) =>
        new() { ["group"] = resource.Group, ["kind"] = resource.Kind, ["version"] = resource.Version };

    private static string Name(SchemaType type) => $"io.k8s.{type.Name}";

    private static string CustomName(ResourceDefinition resource) =>
        $"{string.Join('.', resource.Group.Split('.').Reverse())}.{resource.Version}.{resource.Kind}";

    private JsonObject Reference(SchemaType type)
    {
        var name = Name(type);
        if (!_schemas.ContainsKey(name))
        {
            var schema = _schemas[name] = new JsonObject { ["type"] = "object" };
            schema["properties"] = new JsonObject([.. type.Fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Property(f)))]);
            var required = type.Fields.Where(f => f is { Required: true, Default: null }).Select(f => JsonValue.Create(f.Name)).ToArray();
            if (required.Length > 0)
                schema["required"] = new JsonArray([.. required]);
            if (type.Atomic)
                schema["x-kubernetes-map-type"] = "atomic";
        }
        return new JsonObject { ["$ref"] = refPrefix + name };
    }

    private JsonObject Property(SchemaField field)
    {
        var schema = Of(field.Type);
        if (schema.ContainsKey("$ref"))
            return schema;
        if (field.PatchMerge || field.RetainKeys)
            schema["x-kubernetes-patch-strategy"] = field is { PatchMerge: true, RetainKeys: true }
                ? "merge,retainKeys"
                : field.PatchMerge
                ? "merge"
                : "retainKeys";
        if (field.MergeKey is { } key)
            schema["x-kubernetes-patch-merge-key"] = key;
        return schema;
    }

    private JsonObject Of(SchemaType type) => type.Form switch
    {
        SchemaForm.Struct => Reference(type),
        SchemaForm.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.Element!) },
        SchemaForm.List => List(type),
        SchemaForm.Text => Scalar("string"),
        SchemaForm.Flag => Scalar("boolean"),
        SchemaForm.Int32 => Scalar("integer", "int32"),
        SchemaForm.Int64 => Scalar("integer", "int64"),
        SchemaForm.Real => Scalar("number", "double"),
        SchemaForm.Bytes => Scalar("string", "byte"),
        SchemaForm.Time or SchemaForm.MicroTime => Scalar("string", "date-time"),
        SchemaForm.IntOrText when isVersion3 => new JsonObject
        {
            ["format"] = "int-or-string",
            ["oneOf"] = new JsonArray(Scalar("integer"), Scalar("string")),
        },
        SchemaForm.IntOrText => Scalar("string", "int-or-string"),
        // A quantity may be written as a number, too.
        SchemaForm.Quantity when isVersion3 => new JsonObject { ["oneOf"] = new JsonArray(Scalar("string"), Scalar("number")) },
        SchemaForm.Quantity => Scalar("string"),
        _ => [],
    };

    private JsonObject List(SchemaType type)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Of(type.Element!) };
        if (type.Merge != ListMerge.Atomic)
            schema["x-kubernetes-list-type"] = type.Merge == ListMerge.Set ? "set" : "map";
        else
            schema["x-kubernetes-list-type"] = "atomic";
        if (type.Keys.Count > 0)
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. type.Keys.Select(k => JsonValue.Create(k))]);
        return schema;
    }

    private JsonObject Custom(JsonObject source)
    {
        var schema = isVersion3 ? (JsonObject)source.DeepClone() : CustomVersion2.Of(source);
        if (schema["properties"] is not JsonObject properties)
            schema["properties"] = properties = [];
        schema["type"] = "object";
        properties["metadata"] = Reference(BuiltInTypes.Get("ObjectMeta"));
        return schema;
    }

    private static JsonObject Scalar(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }
}
