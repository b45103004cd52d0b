using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;
using Pdp.Observability.OpenApi;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Logs;

/// <summary>Log lines: stored ones, and as they come.</summary>
internal sealed class LogRoutes(LogQueries queries, LogTails tails) : IApiRoutes
{
    private static readonly RouteDescription Query = new(
        "Searches log lines.",
        "Only lines within the scopes of the token are looked at. An answer that would be too large ends sooner than its limit and goes on with nextCursor.")
    {
        Body = LogsJsonContext.Default.LogSearch,
        Answer = LogsJsonContext.Default.LogAnswer,
    };

    private static readonly RouteDescription Tail = new(
        "Log lines as they come, as server-sent events.",
        "Events: log (a line, with an id), gap (lines this reader did not get), end (why the stream ends; come again with Last-Event-ID, after tokenEnded "
        + "with a new token). A comment shows that a silent stream lives. The token goes in the Authorization header: read the stream with fetch.")
    {
        Answer = LogsJsonContext.Default.LogLine,
        MediaType = "text/event-stream",
        Parameters =
        [
            new("organization", "Only of this organization."), new("project", "Only of this project."), new("environment", "Only of this environment."),
            new("component", "Only of this component."), new("pod", "Only of this pod."), new("container", "Only of this container."),
            new("level", "Only of this level.", IsRepeated: true), new("search", "As in a query."),
            new("Last-Event-ID", "The id of the last event that came: goes on after it.", "header"),
        ],
    };

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/logs/query", QueryAsync).Needs(ObservabilityVerb.Logs).Describe(Query);
        api.MapGet("/logs/tail", TailAsync).Needs(ObservabilityVerb.Logs).Streams().Describe(Tail);
    }

    private async Task QueryAsync(HttpContext context)
    {
        var search = await ApiBody.ReadAsync(context, LogsJsonContext.Default.LogSearch);
        await context.AnswerAsync(await queries.AnswerAsync(context.Caller(), search, context.RequestAborted), LogsJsonContext.Default.LogAnswer);
    }

    private Task TailAsync(HttpContext context) => tails.AnswerAsync(context);
}
