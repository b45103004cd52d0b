using Pdp.ControlStub.Adoption;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What planes hold that is not from here or newer than here: shown, taken over, signed anew.</summary>
internal sealed class AdoptionEndpoints(IControlStore store, AdoptionDesk adoption, Resigner resigner, ApiLimits limits)
{
    private static readonly RouteNeeds _manage = new(OperatorAction.ManageHeld);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/api/v1/planes/{plane}/held", _manage, ListAsync);
        routes.On("POST", "/api/v1/planes/{plane}/adopt", _manage, AdoptAsync);
        routes.On("POST", "/api/v1/planes/{plane}/resign", _manage, ResignAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var plane = context.Route("plane");
        if (await store.Planes.FindAsync(plane, context.RequestAborted) is null)
            return new ProblemResult(Problem.NoPlane());
        var page = await store.Held.ListAsync(plane, after, limit, context.RequestAborted);
        return Answer.Json(new HeldListAnswer([.. page.Items.Select(HeldAnswer.Of)], page.Next));
    }

    private async Task<IResult> AdoptAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        var (batch, unreadable) = await BodyReader.ReadAsync(context, limits.MaxPutBytes);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var report = new DocumentReport();
        var fields = new DocumentFields(document, "", report);
        var ids = fields.Has("intents") ? fields.Texts("intents") : null;
        var pruneUnknown = fields.Flag("pruneUnknown") ?? false;
        fields.Close();
        if (report.Errors.Count + report.Warnings.Count > 0)
            return new ProblemResult(Problem.Invalid([.. report.Errors, .. report.Warnings]));
        var name = context.Route("plane");
        if (await store.Planes.FindAsync(name, context.RequestAborted) is not { } plane)
            return new ProblemResult(Problem.NoPlane());
        if (await UnknownAsync(name, ids ?? [], context.RequestAborted) is { Count: > 0 } unknown)
            return new ProblemResult(Problem.Invalid(unknown));
        var decided = await adoption.DecideAsync(context.Caller(), name, ids, pruneUnknown, context.RequestAborted);
        string[] With(HeldWish wish) => [.. decided.Where(d => d.Wish == wish).Select(d => d.Id)];
        return Answer.Json(
            new AdoptionAnswer(name, With(HeldWish.Adopt), With(HeldWish.Remove), plane.Connection is not null), StatusCodes.Status202Accepted);
    }

    private async Task<IReadOnlyList<Finding>> UnknownAsync(string plane, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var held = (await store.Held.FindAsync(plane, ids, cancellationToken)).Select(h => h.Stamp.Id).ToHashSet();
        return
        [
            .. ids.Index().Where(id => !held.Contains(id.Item))
                .Select(id => new Finding(FindingRules.BadValue, $"intents[{id.Index}]", "must be one of those that the plane's 'held' lists")),
        ];
    }

    private async Task<IResult> ResignAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var plane = context.Route("plane");
        if (await store.Planes.FindAsync(plane, context.RequestAborted) is null)
            return new ProblemResult(Problem.NoPlane());
        return Answer.Json(new ResignAnswer(plane, await resigner.ResignAsync(context.Caller(), plane, context.RequestAborted)));
    }
}
