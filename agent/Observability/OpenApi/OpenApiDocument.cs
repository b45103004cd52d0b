using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;

namespace Pdp.Observability.OpenApi;

/// <summary>The OpenAPI 3.1 document of the routes that are mapped, made from what they say of themselves and the contracts they read and write.</summary>
internal static class OpenApiDocument
{
    private static readonly (int Status, string Text)[] Always =
    [
        (400, "The request is wrong; the errors say where."), (401, "No token, or one that is worth nothing."), (403, "The token does not open this, or the page's origin is not listed."),
        (429, "A limit of the caller is reached; Retry-After says when to come again."), (503, "What answers this is away; Retry-After says when to come again."),
    ];

    /// <summary>Builds it.</summary>
    /// <param name="routes">The routes; those without a description are left out.</param>
    public static JsonObject Build(IEnumerable<RouteEndpoint> routes)
    {
        var paths = new JsonObject();
        foreach (var route in routes.OrderBy(one => one.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (route.Metadata.GetMetadata<RouteDescription>() is not { } description) continue;
            var path = PathOf(route);
            if (paths[path] is not JsonObject operations) paths[path] = operations = [];
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                operations[method.ToLowerInvariant()] = Operation(route, description);
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "PDP observability API",
                ["version"] = "1",
                ["description"] = "Logs, metrics and events of one data plane, asked of the plane itself.",
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = Components(),
        };
    }

    /// <summary>The path as the document has it: <c>/api/v1/logs/query</c>.</summary>
    public static string PathOf(RouteEndpoint route) => "/" + (route.RoutePattern.RawText ?? "").TrimStart('/');

    private static JsonObject Operation(RouteEndpoint route, RouteDescription description)
    {
        var operation = new JsonObject { ["summary"] = description.Summary };
        if (description.Detail is { } detail) operation["description"] = detail;
        if (route.Metadata.GetMetadata<NeededVerb>() is { Verb: var verb }) operation["x-pdp-verb"] = verb.ToString().ToLowerInvariant();
        var parameters = new JsonArray(
        [
            .. route.RoutePattern.Parameters.Select(part => Parameter(new RouteParameter(part.Name, $"The {part.Name}.", "path", IsRequired: true))),
            .. description.Parameters.Select(Parameter),
        ]);
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (description.Body is { } body)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", ContractSchema.Of(body)) };
        operation["responses"] = Responses(description);
        return operation;
    }

    private static JsonObject Parameter(RouteParameter parameter)
    {
        var text = new JsonObject { ["type"] = "string" };
        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = parameter.In,
            ["required"] = parameter.IsRequired,
            ["description"] = parameter.Detail,
            ["schema"] = parameter.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = text } : text,
        };
    }

    private static JsonObject Responses(RouteDescription description)
    {
        var responses = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "The answer.",
                ["content"] = Content(description.MediaType, description.Answer is { } answer ? ContractSchema.Of(answer) : true),
            },
        };
        foreach (var (status, text) in Always) responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Problem(text);
        foreach (var status in description.Statuses)
            responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Problem(ApiProblem.Of(status).Title + ".");
        return responses;
    }

    private static JsonObject Problem(string text) => new()
    {
        ["description"] = text,
        ["content"] = Content(ApiProblem.MediaType, new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
    };

    private static JsonObject Content(string mediaType, JsonNode schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static JsonNode Components() => JsonNode.Parse(
        """
        {
          "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
              "description": "A short-lived token of the control plane for this plane." }
          },
          "schemas": {
            "Problem": {
              "type": "object", "description": "RFC 9457. Never repeats what was sent.", "required": ["type", "title", "status", "detail"],
              "properties": {
                "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" },
                "errors": { "type": "array", "items": { "type": "object", "required": ["path", "rule"],
                  "properties": { "path": { "type": "string" }, "rule": { "type": "string" } } } }
              }
            }
          }
        }
        """)!;
}
