using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pdp.Protocol;

namespace Pdp.Observability.Access;

/// <summary>An error as RFC 9457 has it. Says which rule was broken and what to change; never repeats what was sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">The last part of its <c>type</c>; part of the API.</param>
/// <param name="Title">The same for every problem of the kind.</param>
/// <param name="Detail">What to do about this one.</param>
/// <param name="Errors">Everything wrong, where there is more to say.</param>
/// <param name="RetryAfter">When to try again; rounded up to whole seconds.</param>
public sealed record ApiProblem(
    int Status, string Kind, string Title, string Detail, IReadOnlyList<FieldError>? Errors = null, TimeSpan? RetryAfter = null) : IResult
{
    /// <summary>What every <c>type</c> begins with.</summary>
    public const string TypePrefix = "urn:pdp:problem:";

    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    private const int MostErrors = 50;

    /// <summary>400: the request cannot be answered as it is.</summary>
    /// <param name="kind">The last part of the type, such as <c>bad-query</c>.</param>
    /// <param name="detail">What to change.</param>
    /// <param name="errors">Field by field.</param>
    public static ApiProblem BadRequest(string kind, string detail, IReadOnlyList<FieldError>? errors = null) =>
        new(400, kind, "The request cannot be answered as it is", detail, errors);

    /// <summary>401: no token, or one that is worth nothing.</summary>
    public static ApiProblem Unauthorized(string detail) => new(401, "unauthorized", "A token is needed", detail);

    /// <summary>403: the token does not open it.</summary>
    public static ApiProblem Forbidden(string detail) => new(403, "forbidden", "The token does not open this", detail);

    /// <summary>403: nothing of what was asked for is opened.</summary>
    public static ApiProblem OutOfScope() =>
        Forbidden("Ask within the scopes of the token, or have one made for organization, project, environment and component of what you ask for.");

    /// <summary>404.</summary>
    public static ApiProblem NotFound(string detail) => new(404, "not-found", "There is nothing here", detail);

    /// <summary>429: a limit of the caller's is reached.</summary>
    /// <param name="detail">Which.</param>
    /// <param name="retryAfter">When there is room again.</param>
    public static ApiProblem TooMany(string detail, TimeSpan retryAfter) => new(429, "too-many", "Too much at once", detail, RetryAfter: retryAfter);

    /// <summary>503: what answers this is away.</summary>
    public static ApiProblem Unavailable(string detail, TimeSpan retryAfter) => new(503, "unavailable", "Not now", detail, RetryAfter: retryAfter);

    /// <summary>The problem that a bare status stands for.</summary>
    public static ApiProblem Of(int status) => status switch
    {
        404 => NotFound("There is no such path. GET /openapi.json lists those there are."),
        405 => new(405, "method-not-allowed", "The method is not known here", "Use one of the methods in the Allow header."),
        408 => new(408, "too-slow", "The request came too slowly", "Send it again, whole."),
        413 => new(413, "too-large", "The body is too large", "Send less: the limits are in the OpenAPI document."),
        415 => new(415, "unsupported-media-type", "The body's media type is not known here", "Set Content-Type to application/json."),
        >= 500 => new(status, "internal", "The agent failed", "Try again; if it goes on, the log of the agent says more."),
        _ => new(status, "bad-request", "The request cannot be read", "Look at the OpenAPI document for what is expected."),
    };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer realm=\"pdp-agent\"";
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        Write(writer);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", TypePrefix + Kind);
        writer.WriteString("title", Title);
        writer.WriteNumber("status", Status);
        writer.WriteString("detail", Detail);
        if (Errors is { Count: > 0 } errors)
        {
            writer.WriteStartArray("errors");
            foreach (var error in errors.Take(MostErrors))
            {
                writer.WriteStartObject();
                writer.WriteString("path", error.Path);
                writer.WriteString("rule", error.Rule);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}

/// <summary>Ends a request with a problem, from wherever it was found.</summary>
public sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Detail)
{
    /// <summary>The answer.</summary>
    public ApiProblem Problem { get; } = problem;
}
