using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pdp.Daemon.Observability;

/// <summary>Tells the outcome of health checks one by one, in the API server's own plain form: <c>[+]journal ok: leads</c>.</summary>
internal static class HealthResponse
{
    /// <summary>Writes a report; the status code has been set.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var text = new StringBuilder();
        foreach (var (name, entry) in report.Entries)
        {
            text.Append(entry.Status == HealthStatus.Unhealthy ? "[-]" : "[+]").Append(name)
                .Append(entry.Status == HealthStatus.Unhealthy ? " failed" : " ok");
            if (entry.Description is { Length: > 0 } description) text.Append(": ").Append(description);
            text.Append('\n');
        }
        text.Append(report.Status == HealthStatus.Unhealthy ? "failed\n" : "ok\n");
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
