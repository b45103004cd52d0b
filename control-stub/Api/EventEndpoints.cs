using System.Globalization;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What happens, as server-sent events, or a page of what happened as JSON.</summary>
internal sealed class EventEndpoints(IEventLog log, EventStreams streams, AccessTokens tokens)
{
    private const string Json = "application/json";

    public void Map(IEndpointRouteBuilder routes) => routes.On("GET", "/api/v1/events", new RouteNeeds(OperatorAction.ViewEvents, SubjectIn.Content), EventsAsync);

    private async Task<IResult> EventsAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var filter = new EventFilter(query.Text("plane"), query.Text("intent"));
        var (after, limit) = (query.Whole("after", 0, long.MaxValue), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        if (context.Request.Headers.Accept.ToString().StartsWith(Json, StringComparison.OrdinalIgnoreCase))
            return new EventPageResult(await log.ReadAsync(after ?? 0, EventReader.Within(filter, context.Caller()), limit, context.RequestAborted));

        // A browser that reconnects says where it was; that is newer than what its address says.
        var last = context.Request.Headers["Last-Event-ID"];
        if (last.Count > 0)
        {
            if (!long.TryParse(last[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new ProblemResult(Problem.BadRequest("Last-Event-ID must be the id of an event that was sent before."));
            after = number;
        }

        return streams.TryOpen(new EventReader(log, filter, tokens, context.Caller()), after) is { } stream
            ? stream
            : new ProblemResult(Problem.Busy(
                StatusCodes.Status503ServiceUnavailable, "There are as many event streams as there may be. Close one, or try again.", TimeSpan.FromSeconds(5)));
    }
}
