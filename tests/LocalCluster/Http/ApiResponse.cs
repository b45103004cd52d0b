using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Http;

/// <summary>Writes answers.</summary>
internal static class ApiResponse
{
    private const int MaxWarnings = 20;

    public static Task WriteAsync(HttpContext http, int status, JsonNode body) => WriteAsync(http, status, JsonText.Bytes(body));

    public static async Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json.Span);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    public static Task WriteAsync(HttpContext http, ApiStatus status)
    {
        if (status.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, status.Code, status.ToJson());
    }

    /// <summary>A Status that says no more than that it was done.</summary>
    public static Task CreatedAsync(HttpContext http) => WriteAsync(http, 201, Success(new JsonObject { ["code"] = 201 }));

    public static JsonObject Success(JsonObject more)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" };
        foreach (var (key, value) in more)
            status[key] = value?.DeepClone();
        return status;
    }

    /// <summary>The answer of an API server to a path it does not know at all.</summary>
    public static async Task PageNotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = 404;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync("404 page not found\n", http.RequestAborted);
    }

    /// <summary>Warnings become headers, so they go out before anything else.</summary>
    public static void Warn(HttpContext http, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings.Distinct(StringComparer.Ordinal).Take(MaxWarnings))
        {
            var text = new string([.. warning.Where(c => c is >= ' ' and <= '~')]).Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal);
            http.Response.Headers.Append("Warning", $"299 - \"{text}\"");
        }
    }
}
