using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Api;

/// <summary>What agents are told to believe, and its rotation.</summary>
internal sealed class TrustEndpoints(TrustBook book, TrustDesk desk, KnowledgeOfPlanes planes)
{
    private const string One = "/api/v1/trust/{kind}";

    private static readonly RouteNeeds _manage = new(OperatorAction.ManageKeys);

    private static readonly Dictionary<string, TrustKind> _kinds = new(StringComparer.Ordinal)
    {
        ["intents"] = TrustKind.Intents,
        ["tokens"] = TrustKind.Tokens,
        ["authority"] = TrustKind.Authority,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/api/v1/trust", new RouteNeeds(OperatorAction.ViewKeys), ShowAsync);
        routes.On("POST", One + "/rotate", _manage, context => ChangeAsync(context, mayForce: false, (caller, kind, _, ct) => desk.RotateAsync(caller, kind, ct)));
        routes.On("POST", One + "/activate", _manage, context => ChangeAsync(context, mayForce: true, desk.ActivateAsync));
        routes.On("POST", One + "/retire", _manage, context => ChangeAsync(context, mayForce: true, desk.RetireAsync));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        await book.ReadAgainAsync(context.RequestAborted);
        return await AnswerAsync(book.Current.Record, context.RequestAborted);
    }

    private async Task<IResult> ChangeAsync(
        HttpContext context, bool mayForce, Func<Caller, TrustKind, bool, CancellationToken, Task<(TrustRecord? Now, string Problem)>> change)
    {
        var query = new QueryReader(context.Request.Query);
        var force = mayForce && query.Flag("force");
        if (query.Problem() is { } wrong)
            return new ProblemResult(wrong);
        if (!_kinds.TryGetValue(context.Route("kind"), out var kind))
            return new ProblemResult(Problem.NotFound($"What is rotated is one of {string.Join(", ", _kinds.Keys)}."));
        var (now, problem) = await change(context.Caller(), kind, force, context.RequestAborted);
        return now is null ? new ProblemResult(Problem.Conflict(problem)) : await AnswerAsync(now, context.RequestAborted);
    }

    private async Task<IResult> AnswerAsync(TrustRecord record, CancellationToken cancellationToken) =>
        Answer.Json(TrustAnswer.Of(record, await planes.LackingAsync(record.Version, cancellationToken)));
}
