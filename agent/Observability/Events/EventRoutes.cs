using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pdp.Observability.Access;
using Pdp.Observability.Logs;
using Pdp.Observability.OpenApi;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Events;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Events;

/// <summary>What happened: the cluster's events and the agent's own.</summary>
internal sealed class EventRoutes(PlaneStores stores, AccessOptions options, TimeProvider time) : IApiRoutes
{
    private static readonly RouteDescription _query = new(
        "Searches the cluster's events and the agent's own.",
        "Events outlive the hour the cluster keeps them. What belongs to no component, such as a namespace's, is only opened by a scope that is not narrowed to one.")
    {
        Body = EventsJsonContext.Default.EventSearch,
        Answer = EventsJsonContext.Default.EventsAnswer,
    };

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api) => api.MapPost("/events/query", QueryAsync).Needs(ObservabilityVerb.Events).Describe(_query);

    private async Task QueryAsync(HttpContext context)
    {
        var search = await ApiBody.ReadAsync(context, EventsJsonContext.Default.EventSearch);
        if (search.Errors() is { Count: > 0 } errors) throw new ApiProblemException(ApiProblem.BadRequest("bad-body", "Change what the errors name.", errors));
        var scopes = ScopeFilter.Of(context.Caller(), ObservabilityVerb.Events, search.SearchScope?.Plane ?? PlaneScope.All);
        if (scopes.Count == 0) throw new ApiProblemException(ApiProblem.OutOfScope());
        var started = time.GetTimestamp();
        var page = StoredAnswer.Of(() => stores.Events.Query(Query(search, scopes), context.RequestAborted));
        var took = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
        await context.AnswerAsync(
            new EventsAnswer([.. page.Events.Select(EventView.Of)], page.Next, took, page.IsPartial), EventsJsonContext.Default.EventsAnswer);
    }

    private EventQuery Query(EventSearch search, IReadOnlyList<PlaneScope> scopes)
    {
        var range = TimeRange.Of(search.StartTime, search.EndTime, options, time.GetUtcNow());
        return new EventQuery
        {
            Scopes = [.. scopes.Select(scope => scope.ToLogScope())],
            Start = range.Start,
            End = range.End,
            Type = search.Type,
            Reasons = search.Reasons ?? [],
            Words = search.Search?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            OldestFirst = search.SortOrder == LogOrder.Asc,
            Limit = search.Limit,
            Cursor = search.Cursor,
        };
    }
}
