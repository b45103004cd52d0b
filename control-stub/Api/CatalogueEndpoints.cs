using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Catalogue;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Api;

/// <summary>What can be called: searched by name, label and content, and shown with its schema.</summary>
internal sealed class CatalogueEndpoints(ICatalogueStore catalogue)
{
    private const string All = "/api/v1/catalogue";
    private const int MostWords = 8;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", All, new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Content), ListAsync);
        routes.On("GET", All + ComponentRoute.Component + "/{environment}/{endpoint}", new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Path), ShowAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var search = query.Text("search");
        var filter = new ServiceFilter(
            query.Text("organization"), query.Text("project"), query.Text("environment"), query.Text("component"), query.Text("endpoint"), Major(query),
            query.OneOf<EndpointProtocol>("type"), query.OneOf<EndpointVisibility>("visibility"),
            search is null ? null : [.. ServiceWords.Split(search).Take(MostWords)], FieldOf(query.OneOf<SearchField>("in")),
            context.Caller().Access.Within(OperatorAction.ViewIntents));
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var page = await catalogue.ListAsync(filter, after, limit, context.RequestAborted);
        // Found by any of its versions, and shown as the newest healthy one: that one must be what was asked for.
        var shown = page.Items.Select(views => ServiceAnswer.Of(views, whole: false))
            .Where(s => (filter.Protocol is null || s.Protocol == filter.Protocol) && (filter.Visibility is not { } visibility || s.Visibility.Contains(visibility)));
        return Answer.Json(new ServiceListAnswer([.. shown], page.Next));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var version = Major(query);
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var filter = new ServiceFilter(
            context.Route("organization"), context.Route("project"), context.Route("environment"), context.Route("component"), context.Route("endpoint"), version);
        var page = await catalogue.ListAsync(filter, null, 1000, context.RequestAborted);
        return page.Items.Count > 0
            ? Answer.Json(new ServiceListAnswer([.. page.Items.Select(views => ServiceAnswer.Of(views, whole: true))], page.Next))
            : new ProblemResult(Problem.NotFound("There is no such service, or no plane has said yet that it runs. GET /api/v1/catalogue lists those there are."));
    }

    private static string? Major(QueryReader query) => query.Matching("version", version => !version.Contains('.', StringComparison.Ordinal), "must be a major version such as v1");

    private static string? FieldOf(SearchField? field) => field switch
    {
        SearchField.Name => ServiceWords.OfName,
        SearchField.Label => ServiceWords.OfLabels,
        SearchField.Content => ServiceWords.OfContent,
        _ => null,
    };

    private enum SearchField
    {
        All,
        Name,
        Label,
        Content,
    }
}
