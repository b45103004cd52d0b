using System.Globalization;
using System.Text.Json;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Problems;

/// <summary>Writes a problem as the answer.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    /// <summary>Most errors listed; a document this wrong is not helped by more.</summary>
    private const int MostErrors = 200;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = Problem.MediaType;
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer realm=\"pdp-control\"";
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        Write(writer);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Problem.TypePrefix + problem.Kind);
        writer.WriteString("title", problem.Title);
        writer.WriteNumber("status", problem.Status);
        writer.WriteString("detail", problem.Detail);
        if (problem.Errors is { Count: > 0 } errors)
        {
            writer.WriteStartArray("errors");
            foreach (var error in errors.Take(MostErrors))
                Write(writer, error);
            writer.WriteEndArray();
            if (errors.Count > MostErrors)
                writer.WriteNumber("moreErrors", errors.Count - MostErrors);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Finding error)
    {
        writer.WriteStartObject();
        if (error.Document is { } index)
            writer.WriteNumber("document", index);
        writer.WriteString("path", error.Path);
        writer.WriteString("rule", error.Rule);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
    }
}
