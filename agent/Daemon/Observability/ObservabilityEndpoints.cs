using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Pdp.Daemon.Observability.Metrics;

namespace Pdp.Daemon.Observability;

/// <summary>What the agent's one listener answers: is it alive, is it ready, what has it measured.</summary>
internal static class ObservabilityEndpoints
{
    /// <summary>Tag of checks that decide whether the process should be restarted.</summary>
    public const string Live = "live";

    /// <summary>Tag of checks that decide whether this replica can do its work.</summary>
    public const string Ready = "ready";

    /// <summary>Maps <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
    public static void MapObservability(this IEndpointRouteBuilder routes)
    {
        MapHealth(routes, "/healthz", Live);
        MapHealth(routes, "/readyz", Ready);
        // Asked for now, for it measures from here on.
        var metrics = routes.ServiceProvider.GetRequiredService<IMetricsText>();
        routes.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = metrics.ContentType;
            await context.Response.WriteAsync(metrics.Write(), context.RequestAborted);
        });
    }

    private static void MapHealth(IEndpointRouteBuilder routes, string path, string tag) =>
        routes.MapHealthChecks(path, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(tag),
            ResponseWriter = HealthResponse.WriteAsync,
        });
}
