using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.OpenApi;

/// <summary>A custom resource's schema as OpenAPI 2 can say it: what it has no word for is left open.</summary>
internal static class CustomVersion2
{
    public static JsonObject Of(JsonObject source)
    {
        // Whatever may be null, of several types, or carry unknown fields cannot be held to anything.
        if (source.Bool("nullable") == true || source.Bool("x-kubernetes-int-or-string") == true
            || source.Bool("x-kubernetes-preserve-unknown-fields") == true || source.Text("type") is null)
            return [];
        var schema = new JsonObject { ["type"] = source.Text("type") };
        if (source.Text("description") is { } description)
            schema["description"] = description;
        if (source.Object("properties") is { } properties)
            schema["properties"] = new JsonObject(
                [.. properties.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Of(p.Value as JsonObject ?? [])))]);
        if (source.Object("additionalProperties") is { } values)
            schema["additionalProperties"] = Of(values);
        if (source.Text("type") == "array")
            schema["items"] = Of(source.Object("items") ?? []);
        if (source.Array("required") is { } required)
            schema["required"] = required.DeepClone();
        foreach (var extension in (ReadOnlySpan<string>)["x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"])
        {
            if (source.At(extension) is { } value)
                schema[extension] = value.DeepClone();
        }
        return schema;
    }
}
