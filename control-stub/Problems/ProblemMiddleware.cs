using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Problems;

/// <summary>Makes a problem of everything that would otherwise be a bare status or a broken connection.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && !context.WebSockets.IsWebSocketRequest)
                await AnswerAsync(context, Problem.Of(context.Response.StatusCode));
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, Problem.Of(e.StatusCode));
        }
        catch (StoreUnavailableException e)
        {
            LogStoreAway(e.Message, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "-");
            await AnswerAsync(context, Problem.StoreAway());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
#pragma warning disable CA1031 // The last place where a defect can become an answer; the process lives on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "-");
            await AnswerAsync(context, Problem.Of(StatusCodes.Status500InternalServerError));
        }
    }

    private static async Task AnswerAsync(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        if (allow.Count > 0)
            context.Response.Headers.Allow = allow;
        await new ProblemResult(problem).ExecuteAsync(context);
    }

    [LoggerMessage(1002, LogLevel.Warning, "{Message} Turned away: {Method} {Endpoint}")]
    private partial void LogStoreAway(string message, string method, string endpoint);

    [LoggerMessage(1001, LogLevel.Error, "A request failed: {Method} {Endpoint}")]
    private partial void LogFailed(Exception error, string method, string endpoint);
}
