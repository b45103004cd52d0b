using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Api;

/// <summary>The intents of a plane: put, shown, suspended, removed.</summary>
internal sealed class IntentEndpoints(IControlStore store, IntentDesk desk, PlanDesk plans, ApiLimits limits, TimeProvider time)
{
    private const string One = "/api/v1/planes/{plane}/intents/{id}";

    private static readonly RouteNeeds _view = new(OperatorAction.ViewIntents, SubjectIn.Intent);
    private static readonly RouteNeeds _change = new(OperatorAction.ChangeIntents, SubjectIn.Intent);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/api/v1/planes/{plane}/intents", new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Content), ListAsync);
        routes.On("PUT", One, new RouteNeeds(OperatorAction.ChangeIntents, SubjectIn.Content), PutAsync);
        routes.On("GET", One, _view, ShowAsync);
        routes.On("DELETE", One, _change, DeleteAsync);
        routes.On("GET", One + "/status", _view, StatusAsync);
        routes.On("POST", One + "/suspend", _change, context => SetStateAsync(context, ComponentState.Suspended));
        routes.On("POST", One + "/resume", _change, context => SetStateAsync(context, ComponentState.Active));
        routes.On("POST", One + "/undeploy", _change, context => SetStateAsync(context, ComponentState.Undeployed));
        routes.On("POST", One + "/retry", _change, RetryAsync);
        routes.On("POST", One + "/pause", _change, context => AmendAsync(context, spec => spec["paused"] = true));
        routes.On("POST", One + "/unpause", _change, context => AmendAsync(context, spec => spec.Remove("paused")));
        routes.On("POST", One + "/restart", _change, context => AmendAsync(context, spec => spec["restart"] = RestartToken()));
        routes.On("POST", One + "/plan", new RouteNeeds(OperatorAction.PlanIntents, SubjectIn.Intent), PlanAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var filter = new IntentFilter(
            query.Text("organization"), query.Text("project"), query.Text("environment"), query.Text("component"),
            query.OneOf<IntentPhase>("phase"), query.Flag("removed"), context.Caller().Access.Within(OperatorAction.ViewIntents));
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var plane = context.Route("plane");
        if (await store.Planes.FindAsync(plane, context.RequestAborted) is null)
            return new ProblemResult(Problem.NoPlane());
        var page = await store.Intents.ListAsync(plane, filter, after, limit, context.RequestAborted);
        return Answer.Json(new IntentListAnswer([.. page.Items.Select(IntentAnswer.Line)], page.Next));
    }

    private async Task<IResult> PutAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        if (!TryIfMatch(context.Request.Headers.IfMatch, out var based))
            return new ProblemResult(Problem.BadRequest("If-Match must be a generation in quotes, as the ETag of an intent has it."));
        var (batch, unreadable) = await BodyReader.ReadAsync(context, limits.MaxPutBytes);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var plane = context.Route("plane");
        var reading = IntentDrafts.Read(document, plane, context.Route("id"), IntentDraft.FromApi);
        if (reading.Draft is not { } draft)
            return new ProblemResult(Problem.Invalid(reading.Errors));
        var answer = await desk.PutAsync(context.Caller(), plane, [draft], Alongside.Nothing, based, dryRun: false, context.RequestAborted);
        return Changed(context, answer, reading);
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        if (await FindAsync(context) is not { } view)
            return new ProblemResult(DeskProblems.Of(DeskOutcome.NoIntent));
        Answer.Tag(context, view.Intent.Generation);
        return Answer.Json(IntentAnswer.Whole(view, StoredDocument.Read(view.Intent)));
    }

    private async Task<IResult> StatusAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        if (await FindAsync(context) is not { } view)
            return new ProblemResult(DeskProblems.Of(DeskOutcome.NoIntent));
        var line = IntentAnswer.Line(view);
        return Answer.Json(new IntentStatusAnswer(line.Id, line.Generation, line.Delivery, view.Status?.Status, line.StatusAt));
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var deleteVolumes = query.Flag("deleteVolumes");
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        // What is gone already is not there to be deleted; what is being removed may be asked for again, also with its volumes.
        if (await FindAsync(context) is null)
            return new ProblemResult(DeskProblems.Of(DeskOutcome.NoIntent));
        var answer = await desk.RemoveAsync(context.Caller(), context.Route("plane"), context.Route("id"), deleteVolumes, context.RequestAborted);
        return Changed(context, answer, null, StatusCodes.Status202Accepted);
    }

    private async Task<IResult> SetStateAsync(HttpContext context, ComponentState state)
    {
        var query = new QueryReader(context.Request.Query);
        var deleteVolumes = state == ComponentState.Undeployed && query.Flag("deleteVolumes");
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var answer = await desk.SetStateAsync(context.Caller(), context.Route("plane"), context.Route("id"), state, deleteVolumes, context.RequestAborted);
        return Changed(context, answer, null);
    }

    private async Task<IResult> RetryAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        return Changed(context, await desk.RetryAsync(context.Caller(), context.Route("plane"), context.Route("id"), context.RequestAborted), null);
    }

    private async Task<IResult> AmendAsync(HttpContext context, Action<JsonObject> change)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        return Changed(context, await desk.AmendAsync(context.Caller(), context.Route("plane"), context.Route("id"), change, context.RequestAborted), null);
    }

    private string RestartToken() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<IResult> PlanAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        var (plan, problem) = await plans.AskAsync(context.Caller(), context.Route("plane"), context.Route("id"), context.RequestAborted);
        return plan is null ? new ProblemResult(problem!) : Answer.Json(plan);
    }

    private async Task<IntentView?> FindAsync(HttpContext context) =>
        await store.Intents.ViewAsync(context.Route("plane"), context.Route("id"), context.RequestAborted) is { IsGone: false } view ? view : null;

    private static IResult Changed(HttpContext context, DeskAnswer answer, DraftReading? reading, int status = StatusCodes.Status200OK)
    {
        if (answer.Outcome != DeskOutcome.Done)
            return new ProblemResult(DeskProblems.Of(answer));
        var put = answer.Intents[0];
        Answer.Tag(context, put.Intent.Generation);
        if (put.Result == PutResult.Created)
        {
            status = StatusCodes.Status201Created;
            context.Response.Headers.Location = $"/api/v1/planes/{put.Intent.Plane}/intents/{put.Intent.Id}";
        }

        return Answer.Json(ChangeAnswer.Of(put, reading?.Notes), status);
    }

    private static bool TryIfMatch(string? header, out long? generation)
    {
        generation = null;
        if (header is null)
            return true;
        if (!long.TryParse(header.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        generation = number;
        return true;
    }
}
