using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Users' tokens: everybody has a hand in his own, and whoever administers everything in all of them.</summary>
internal sealed class TokenEndpoints(IUserStore users, AccessTokens tokens, ApiLimits limits, TimeProvider time)
{
    private const string All = "/api/v1/users/{user}/tokens";
    private const int DefaultDays = 90;
    private const int LongestName = 100;

    private static readonly RouteNeeds _manage = new(OperatorAction.ManageTokens, SubjectIn.User);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", All, _manage, ListAsync);
        routes.On("POST", All, _manage, MakeAsync);
        routes.On("DELETE", All + "/{token}", _manage, RevokeAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var user = context.Route("user");
        if (await users.FindAsync(user, context.RequestAborted) is null)
            return new ProblemResult(Problem.NoUser());
        return Answer.Json(new TokenListAnswer([.. (await users.TokensAsync(user, context.RequestAborted)).Select(TokenAnswer.Of)]));
    }

    private async Task<IResult> MakeAsync(HttpContext context)
    {
        var (fields, problem) = await UserBody.ReadAsync(context);
        if (fields is null)
            return new ProblemResult(problem!);
        var name = fields.Text("name") ?? "";
        var days = fields.Whole("expiresInDays", 1, limits.MaxTokenDays) ?? Math.Min(DefaultDays, limits.MaxTokenDays);
        if (name.Length > LongestName || name.Any(char.IsControl))
            fields.Report.Error(FindingRules.BadValue, "name", $"must have at most {LongestName} characters on one line");
        if (UserBody.Wrong(fields) is { } wrong)
            return new ProblemResult(wrong);
        var caller = context.Caller();
        var (text, record) = tokens.Make(context.Route("user"), name, End(caller, days));
        var change = await users.AddTokenAsync(record, OperatorHappenings.TokenMade(record).By(caller), context.RequestAborted);
        return change == UserChange.Done
            ? Answer.Json(new NewTokenAnswer(text, record.Id, record.ExpiresAt), StatusCodes.Status201Created)
            : UserBody.Result(change, Problem.NoUser());
    }

    private async Task<IResult> RevokeAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var (user, token) = (context.Route("user"), context.Route("token"));
        var happened = OperatorHappenings.TokenRevoked(user, token, time.GetUtcNow()).By(context.Caller());
        return await users.RevokeTokenAsync(user, token, happened, context.RequestAborted)
            ? TypedResults.NoContent()
            : new ProblemResult(Problem.NotFound("There is no such user, or no such token of his."));
    }

    // What a token makes ends with it at the latest: one that leaked cannot outlive its end by offspring.
    private DateTimeOffset End(Caller caller, int days)
    {
        var end = time.GetUtcNow().AddDays(days);
        return caller.TokenExpiresAt is { } own && own < end ? own : end;
    }
}
