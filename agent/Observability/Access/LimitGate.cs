using Microsoft.AspNetCore.Http;

namespace Pdp.Observability.Access;

/// <summary>Counts each request to its caller for as long as it is answered.</summary>
internal sealed class LimitGate(CallerLimits limits, ApiMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
            return;
        }
        var streams = context.GetEndpoint()?.Metadata.GetMetadata<StreamingRoute>() is not null;
        using var visit = limits.Enter(caller, streams);
        using var stream = streams ? metrics.StreamOpened() : null;
        await next(context);
    }
}
