using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.ControlStub.Api.OpenApi;

namespace Pdp.ControlStub.Tests.Api;

/// <summary>Holds answers to the OpenAPI document: every test's requests go through here, so the document cannot say what is not so.</summary>
internal static class OpenApiContract
{
    private static readonly JsonObject _document = (JsonObject)JsonNode.Parse(OpenApiDocument.Bytes.Span)!;

    /// <summary>Every operation as <c>GET /path/{x}</c>.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Operations { get; } = (
        from path in (JsonObject)_document["paths"]!
        from method in (JsonObject)path.Value!
        where method.Key != "parameters"
        select KeyValuePair.Create($"{method.Key.ToUpperInvariant()} {path.Key}", (JsonObject)method.Value!)).ToDictionary();

    public static JsonObject Document => _document;

    /// <summary>Fails when an answer is not one that the document promises.</summary>
    public static void Check(string method, string path, HttpStatusCode status, string? mediaType, string body)
    {
        if (Find(method, path.Split('?')[0]) is not { } operation)
            return;
        var name = $"{method} {path} answered {(int)status}";
        var response = Resolve(operation["responses"]![((int)status).ToString()]);
        Assert.True(response is not null, $"{name}, which is not in the document: {body}");
        if (response["content"] is not JsonObject content)
        {
            Assert.True(body.Length == 0, $"{name} with a body that the document does not have");
            return;
        }

        Assert.True(content.ContainsKey(mediaType ?? ""), $"{name} as {mediaType}, which is not in the document");
        if (mediaType is "application/json" or "application/problem+json" && content[mediaType]!["schema"] is { } schema)
            Assert.Equal([], Errors(JsonNode.Parse(body), schema, "$").Select(e => $"{name}: {e}"));
    }

    /// <summary>Where a reference points; the node itself when it is none.</summary>
    public static JsonNode? Resolve(JsonNode? node)
    {
        if (node?["$ref"] is not { } reference)
            return node;
        var target = ((string)reference!)[2..].Split('/').Aggregate((JsonNode?)_document, (at, part) => at?[part]);
        Assert.True(target is not null, $"{reference} points nowhere");
        return target;
    }

    private static JsonObject? Find(string method, string path) => Operations.FirstOrDefault(o =>
    {
        var parts = o.Key.Split(' ');
        var (wanted, given) = (parts[1].Split('/'), path.Split('/'));
        return parts[0] == method && wanted.Length == given.Length && wanted.Zip(given).All(p => p.First.StartsWith('{') || p.First == p.Second);
    }).Value;

    private static IEnumerable<string> Errors(JsonNode? value, JsonNode schemaOrReference, string at)
    {
        var schema = Resolve(schemaOrReference)!;
        if (schema["enum"] is JsonArray names && !names.Any(n => JsonNode.DeepEquals(n, value)))
            yield return $"{at} is none of the enum";
        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            yield return $"{at} is not the constant";
        if ((string?)schema["type"] is { } type && !Is(value, type))
            yield return $"{at} is not of type {type}";
        if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && (string?)schema["pattern"] is { } pattern && !Regex.IsMatch((string)value!, pattern, RegexOptions.NonBacktracking))
            yield return $"{at} does not match {pattern}";
        if (value is JsonValue && value.GetValueKind() == JsonValueKind.Number && (double?)schema["minimum"] is { } minimum && (double)value < minimum)
            yield return $"{at} is below {minimum}";
        var inner = value switch
        {
            JsonArray list when schema["items"] is { } items => list.SelectMany((item, i) => Errors(item, items, $"{at}[{i}]")),
            JsonObject members => Members(members, schema, at),
            _ => [],
        };
        foreach (var error in inner)
            yield return error;
    }

    private static IEnumerable<string> Members(JsonObject members, JsonNode schema, string at)
    {
        foreach (var name in (JsonArray?)schema["required"] ?? [])
            if (!members.ContainsKey((string)name!))
                yield return $"{at}.{name} is missing";
        foreach (var (name, value) in members)
        {
            if (schema["properties"]?[name] is { } property)
            {
                foreach (var error in Errors(value, property, $"{at}.{name}"))
                    yield return error;
            }
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
                yield return $"{at}.{name} is not in the document";
        }
    }

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        _ => throw new InvalidOperationException($"The checker does not know the type {type}: add it beside the others."),
    };
}
