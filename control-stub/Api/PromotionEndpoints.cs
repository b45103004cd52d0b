using System.Globalization;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Promotions that were asked for: listed, approved, denied, taken back. The desk asks for the role that the pipeline names.</summary>
internal sealed class PromotionEndpoints(IPromotionStore promotions, ApprovalDesk desk)
{
    private const string All = "/api/v1/promotions";
    private const string One = All + "/{organization}/{project}/{number}";

    private static readonly RouteNeeds _view = new(OperatorAction.ViewIntents, SubjectIn.Path);
    private static readonly RouteNeeds _vote = new(OperatorAction.Deploy, SubjectIn.Path);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", All, new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Content), ListAsync);
        routes.On("GET", One, _view, ShowAsync);
        routes.On("POST", One + "/approve", _vote, context => VoteAsync(context, approves: true));
        routes.On("POST", One + "/deny", _vote, context => VoteAsync(context, approves: false));
        routes.On("POST", One + "/cancel", _vote, CancelAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var filter = ComponentRoute.Filter(context, query, hasEnvironment: true);
        var (state, after, limit) = (query.OneOf<PromotionState>("state"), query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var page = await promotions.ListAsync(filter, state, after, limit, context.RequestAborted);
        return Answer.Json(new PromotionListAnswer([.. page.Items.Select(PromotionAnswer.Of)], page.Next));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var (project, number) = Key(context);
        return await promotions.FindAsync(project, number, context.RequestAborted) is { } promotion
            ? Answer.Json(PromotionAnswer.Of(promotion))
            : DeploymentResults.Of(DeploymentAnswer.Failed(DeskOutcome.NoIntent));
    }

    private async Task<IResult> VoteAsync(HttpContext context, bool approves)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var (project, number) = Key(context);
        return DeploymentResults.Of(await desk.VoteAsync(context.Caller(), project, number, approves, context.RequestAborted));
    }

    private async Task<IResult> CancelAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var (project, number) = Key(context);
        return DeploymentResults.Of(await desk.CancelAsync(context.Caller(), project, number, context.RequestAborted));
    }

    // What is no number is the number of none.
    private static (Scope Project, long Number) Key(HttpContext context) => (
        new Scope(context.Route("organization"), context.Route("project")),
        long.TryParse(context.Route("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
