using System.Globalization;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Components in environments: what is deployed there, with which values; deployed, promoted, gone back to.</summary>
internal sealed class BindingEndpoints(IControlStore store, DeploymentDesk deployments, PromotionDesk promotions, ApiLimits limits)
{
    private const string All = "/api/v1/bindings";
    private const string One = All + ComponentRoute.Component + "/{environment}";

    private static readonly RouteNeeds _view = new(OperatorAction.ViewIntents, SubjectIn.Path);
    private static readonly RouteNeeds _deploy = new(OperatorAction.Deploy, SubjectIn.Path);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", All, new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Content), ListAsync);
        routes.On("GET", One, _view, ShowAsync);
        routes.On("GET", One + "/history", _view, HistoryAsync);
        routes.On("PUT", One + "/values", _deploy, PutValuesAsync);
        routes.On("POST", One + "/deploy", _deploy, DeployAsync);
        routes.On("POST", One + "/promote", _deploy, PromoteAsync);
        routes.On("POST", One + "/rollback", _deploy, RollBackAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var filter = ComponentRoute.Filter(context, query, hasEnvironment: true);
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var page = await store.Releases.BindingsAsync(filter, after, limit, context.RequestAborted);
        var views = await ViewsAsync(page.Items, context.RequestAborted);
        return Answer.Json(new BindingListAnswer([.. page.Items.Select(b => BindingAnswer.Of(b, [.. views[b.Key]]))], page.Next));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        if (ComponentRoute.Binding(context) is not { } key || await store.Releases.BindingAsync(key, context.RequestAborted) is not { } binding)
            return new ProblemResult(Problem.NotFound("The component was never there. GET /api/v1/bindings lists where components are."));
        return Answer.Json(BindingAnswer.Of(binding, [.. (await ViewsAsync([binding], context.RequestAborted))[key]]));
    }

    private async Task<IResult> HistoryAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (after, limit) = (query.Whole("after", 1, long.MaxValue), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        if (ComponentRoute.Binding(context) is not { } key)
            return new ProblemResult(ComponentRoute.NoSuchName());
        var items = await store.Releases.DeploymentsAsync(key, after, limit + 1, context.RequestAborted);
        var page = items.Take(limit).Select(DeploymentLine.Of).ToList();
        return Answer.Json(new HistoryAnswer(page, items.Count > limit ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : null));
    }

    private async Task<IResult> PutValuesAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        if (ComponentRoute.Binding(context) is not { } key)
            return new ProblemResult(ComponentRoute.NoSuchName());
        var (batch, unreadable) = await BodyReader.ReadAsync(context, limits.MaxPutBytes);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        return document is null
            ? new ProblemResult(problem!)
            : DeploymentResults.Of(await deployments.PutValuesAsync(context.Caller(), key, document, context.RequestAborted));
    }

    private async Task<IResult> DeployAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var release = query.Required("release");
        return Wrong(context, query, out var key)
            ?? DeploymentResults.Of(await deployments.DeployAsync(context.Caller(), key, release, context.RequestAborted));
    }

    private async Task<IResult> PromoteAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (from, release, force) = (query.Text("from"), query.Text("release"), query.Flag("force"));
        return Wrong(context, query, out var key)
            ?? DeploymentResults.Of(await promotions.PromoteAsync(context.Caller(), new PromotionWish(key, from, release, force), context.RequestAborted));
    }

    private async Task<IResult> RollBackAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var release = query.Text("release");
        return Wrong(context, query, out var key)
            ?? DeploymentResults.Of(await deployments.RollBackAsync(context.Caller(), key, release, context.RequestAborted));
    }

    private static ProblemResult? Wrong(HttpContext context, QueryReader query, out BindingKey key)
    {
        key = ComponentRoute.Binding(context)!;
        return query.Problem() is { } problem ? new ProblemResult(problem) : key is null ? new ProblemResult(ComponentRoute.NoSuchName()) : null;
    }

    private async Task<ILookup<BindingKey, IntentView>> ViewsAsync(IReadOnlyList<BindingRecord> bindings, CancellationToken cancellationToken)
    {
        var placements = await store.Releases.PlacementsAsync([.. bindings.Select(b => b.Key)], cancellationToken);
        var found = new List<(BindingKey Key, IntentView View)>();
        foreach (var plane in placements.GroupBy(p => p.Plane))
        {
            var keys = plane.ToDictionary(p => p.Intent, p => p.Key);
            foreach (var view in await store.Intents.ViewAsync(plane.Key, [.. keys.Keys], cancellationToken))
                found.Add((keys[view.Intent.Id], view));
        }

        return found.ToLookup(f => f.Key, f => f.View);
    }
}
