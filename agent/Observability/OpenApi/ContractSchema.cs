using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pdp.Protocol;

namespace Pdp.Observability.OpenApi;

/// <summary>
/// The JSON Schema (2020-12, as OpenAPI 3.1 has it) of a contract: the serialiser's own, with descriptions, and with the required fields that requests are
/// checked for.
/// </summary>
internal static class ContractSchema
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>The schema.</summary>
    public static JsonNode Of(JsonTypeInfo contract) => WithoutReferences(contract.GetJsonSchemaAsNode(Options));

    // What stands within itself is referred to from the schema's own root, which is another within a document.
    private static JsonNode WithoutReferences(JsonNode schema)
    {
        if (schema is JsonObject { } node && node.ContainsKey("$ref"))
            return new JsonObject { ["type"] = "object", ["description"] = "Like the object it stands in." };
        if (schema is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (value is not null && WithoutReferences(value) is var changed && changed != value) fields[name] = changed;
            }
        }
        return schema;
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject node || context.TypeInfo.Kind != JsonTypeInfoKind.Object) return schema;
        node.Remove("required");
        var required = context.TypeInfo.Properties.Where(JsonShape.IsRequired).Select(property => (JsonNode)property.Name).ToArray();
        if (required.Length > 0) node["required"] = new JsonArray(required);
        if (node["properties"] is JsonObject fields)
        {
            foreach (var property in context.TypeInfo.Properties.Where(property => fields.ContainsKey(property.Name)))
                fields[property.Name] = Field(property, fields[property.Name]!.DeepClone());
        }
        return node;
    }

    // What a converter writes by itself comes without a type: a time, or JSON that is somebody else's.
    private static JsonObject Field(JsonPropertyInfo property, JsonNode schema)
    {
        var field = schema as JsonObject ?? [];
        if (field.TryGetPropertyValue("default", out var value) && value is null) field.Remove("default");
        if ((Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTimeOffset))
            (field["type"], field["format"]) = ("string", "date-time");
        else if (field.Count == 0 && property.CustomConverter is not null) field["type"] = "object";
        if (property.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute { Description: var text }, ..])
            field["description"] = text;
        return field;
    }
}
