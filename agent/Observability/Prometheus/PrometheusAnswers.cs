using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pdp.Observability.Prometheus;

/// <summary>Answers in the form of Prometheus' API.</summary>
internal static class PrometheusAnswers
{
    private const string MediaType = "application/json";

    private static readonly byte[] _noMetadata = """{"status":"success","data":{}}"""u8.ToArray();

    // What Grafana needs to know to ask for values of labels by selectors.
    private static readonly byte[] _buildInfo =
        """{"status":"success","data":{"version":"2.42.0","revision":"","branch":"","buildUser":"","buildDate":"","goVersion":""}}"""u8.ToArray();

    public static Task NoMetadataAsync(HttpContext context) => WriteAsync(context, new PrometheusAnswer(200, _noMetadata));

    public static Task BuildInfoAsync(HttpContext context) => WriteAsync(context, new PrometheusAnswer(200, _buildInfo));

    public static async Task WriteAsync(HttpContext context, PrometheusAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>Answers, with errors as Prometheus tells them.</summary>
    public static async Task GuardAsync(HttpContext context, Func<HttpContext, Task> answer)
    {
        try
        {
            await answer(context);
        }
        catch (PrometheusException wrong)
        {
            context.Response.StatusCode = wrong.Status;
            context.Response.ContentType = MediaType;
            await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
            writer.WriteStartObject();
            writer.WriteString("status", "error");
            writer.WriteString("errorType", wrong.Type);
            writer.WriteString("error", wrong.Message);
            writer.WriteEndObject();
        }
    }
}
