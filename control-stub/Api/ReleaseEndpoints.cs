using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Releases of components: kept once, never changed.</summary>
internal sealed class ReleaseEndpoints(IReleaseStore releases, ApiLimits limits, TimeProvider time)
{
    private const string All = "/api/v1/releases";
    private const string One = All + ComponentRoute.Component + "/{release}";
    private const int MostEnvironments = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", All, new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Content), ListAsync);
        routes.On("GET", One, new RouteNeeds(OperatorAction.ViewIntents, SubjectIn.Path), ShowAsync);
        routes.On("PUT", One, new RouteNeeds(OperatorAction.Deploy, SubjectIn.Path), PutAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var filter = ComponentRoute.Filter(context, query, hasEnvironment: false);
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var page = await releases.ListAsync(filter, after, limit, context.RequestAborted);
        return Answer.Json(new ReleaseListAnswer([.. page.Items.Select(ReleaseAnswer.Line)], page.Next));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        if (ComponentRoute.Release(context) is not { } key || await releases.FindAsync(key, context.RequestAborted) is not { } release)
            return new ProblemResult(Problem.NotFound("There is no such release. GET /api/v1/releases lists those there are."));
        return Answer.Json(await WholeAsync(release, context.RequestAborted));
    }

    private async Task<IResult> PutAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } wrong)
            return new ProblemResult(wrong);
        if (ComponentRoute.Release(context) is not { } key)
            return new ProblemResult(ComponentRoute.NoSuchName());
        var (batch, unreadable) = await BodyReader.ReadAsync(context, limits.MaxPutBytes);
        var (document, problem) = batch is null ? (null, unreadable) : OneDocument.Of(batch);
        if (document is null)
            return new ProblemResult(problem!);
        var report = new DocumentReport();
        if (ReleaseDrafts.Read(document, key, report) is not { } content)
            return new ProblemResult(Problem.Invalid(report.Errors));
        var (now, caller) = (time.GetUtcNow(), context.Caller());
        var wanted = new ReleaseRecord(
            key, 0, CanonicalJson.Hash(content.Document), content.Document.ToJsonString(), IntentDraft.FromApi, new Dictionary<string, string>(), caller.Actor, now);
        var (kept, isNew) = await releases.AddAsync(wanted, ReleaseHappenings.ReleaseCreated(key, now).By(caller), context.RequestAborted);
        if (!isNew && Differences.Between(ReleaseContent.Of(kept).Document, content.Document) is { Count: > 0 } differences)
            return new ProblemResult(Problem.Conflict(
                "A release never changes: give the new one a name of its own.",
                [.. differences.Select(path => new Finding(FindingRules.Immutable, path, "is not as in the release of that name"))]));
        return Answer.Json(await WholeAsync(kept, context.RequestAborted), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task<ReleaseAnswer> WholeAsync(ReleaseRecord release, CancellationToken cancellationToken)
    {
        var key = release.Key;
        var bindings = await releases.BindingsAsync(new ComponentFilter(key.Organization, key.Project, key.Component), null, MostEnvironments, cancellationToken);
        return ReleaseAnswer.Whole(release, bindings.Items);
    }
}
