using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Pdp.LogStore;
using Pdp.LogStore.Queries;

namespace Pdp.Observability.Access;

/// <summary>Makes a problem of everything that would otherwise be a bare status or a broken connection, and measures each request.</summary>
internal sealed partial class Answering(ApiMetrics metrics, TimeProvider time, ILogger<Answering> logger)
{
    private const int CallerLeft = 499;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = time.GetTimestamp();
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        var status = await RunAsync(context, next);
        var endpoint = context.GetEndpoint();
        var route = endpoint is RouteEndpoint known ? $"{Method(known)} {known.RoutePattern.RawText}" : "none";
        var streamed = endpoint?.Metadata.GetMetadata<StreamingRoute>() is not null;
        metrics.Answered(route, status, streamed, time.GetElapsedTime(started));
    }

    private async Task<int> RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                return await AnswerAsync(context, ApiProblem.Of(context.Response.StatusCode));
            return context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return CallerLeft;
        }
#pragma warning disable CA1031 // The last place where a defect can become an answer; the process lives on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return await AnswerAsync(context, ProblemOf(failure, context));
        }
    }

    private ApiProblem ProblemOf(Exception failure, HttpContext context)
    {
        switch (failure)
        {
            case ApiProblemException known:
                return known.Problem;
            case BadHttpRequestException bad:
                return ApiProblem.Of(bad.StatusCode);
            case LogQueryException wrong:
                return ApiProblem.BadRequest("bad-query", wrong.Message);
            case LogStoreException away:
                LogAway(away.Message);
                return ApiProblem.Unavailable("The logs cannot be read now. Try again; if it goes on, the log of the agent says more.", TimeSpan.FromSeconds(5));
            default:
                LogFailed(failure, context.GetEndpoint()?.DisplayName ?? "-");
                return ApiProblem.Of(StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task<int> AnswerAsync(HttpContext context, ApiProblem problem)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return problem.Status;
        }
        await problem.ExecuteAsync(context);
        return problem.Status;
    }

    private static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: [var only, ..] } ? only : "*";

    [LoggerMessage(EventId = 1850, EventName = "ApiLogsAway", Level = LogLevel.Warning, Message = "A request for logs could not be answered: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(EventId = 1851, EventName = "ApiRequestFailed", Level = LogLevel.Error, Message = "A request to the observability API failed: {Endpoint}")]
    private partial void LogFailed(Exception error, string endpoint);
}
