using Pdp.ControlStub.Api.Answers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Operators: who asks, and the users there are.</summary>
internal sealed class UserEndpoints(IUserStore users, ApiLimits limits, TimeProvider time)
{
    /// <summary>Largest body of a call about users, bytes.</summary>
    public const int LargestBody = 16 * 1024;

    private const int LongestDisplayName = 200;

    private static readonly RouteNeeds _manage = new(OperatorAction.ManageUsers);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/api/v1/whoami", new RouteNeeds(OperatorAction.SeeOneself), WhoAmIAsync);
        routes.On("GET", "/api/v1/users", new RouteNeeds(OperatorAction.ViewUsers), ListAsync);
        routes.On("POST", "/api/v1/users", _manage, CreateAsync);
        routes.On("GET", "/api/v1/users/{user}", new RouteNeeds(OperatorAction.ViewUsers, SubjectIn.User), ShowAsync);
        routes.On("DELETE", "/api/v1/users/{user}", _manage, DeleteAsync);
    }

    private static Task<IResult> WhoAmIAsync(HttpContext context)
    {
        var caller = context.Caller();
        return Task.FromResult<IResult>(new QueryReader(context.Request.Query).Problem() is { } problem
            ? new ProblemResult(problem)
            : Answer.Json(new WhoAmIAnswer(caller.User!, caller.TokenId!, caller.TokenExpiresAt, [.. caller.Access.Grants.Select(GrantAnswer.Of)])));
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var (after, limit) = (query.Text("after"), query.Limit());
        if (query.Problem() is { } problem)
            return new ProblemResult(problem);
        var page = await users.ListAsync(after, limit, context.RequestAborted);
        return Answer.Json(new UserListAnswer([.. page.Items.Select(u => UserAnswer.Of(u, context.Caller()))], page.Next));
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        return await users.FindAsync(context.Route("user"), context.RequestAborted) is { } user
            ? Answer.Json(UserAnswer.Of(user, context.Caller()))
            : new ProblemResult(Problem.NoUser());
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var (fields, problem) = await UserBody.ReadAsync(context);
        if (fields is null)
            return new ProblemResult(problem!);
        var (name, displayName) = (fields.RequiredText("name"), fields.Text("displayName") ?? "");
        if (name.Length > 0 && !UserName.Is(name))
            fields.Report.Error(FindingRules.BadValue, "name", UserName.Rule);
        if (displayName.Length > LongestDisplayName || displayName.Any(char.IsControl))
            fields.Report.Error(FindingRules.BadValue, "displayName", $"must have at most {LongestDisplayName} characters on one line");
        if (UserBody.Wrong(fields) is { } wrong)
            return new ProblemResult(wrong);
        if (await users.CountAsync(context.RequestAborted) >= limits.MaxUsers)
            return new ProblemResult(Problem.Conflict($"There are {limits.MaxUsers} users, as many as there may be. Delete one, or raise --max-users."));
        var now = time.GetUtcNow();
        if (!await users.AddAsync(name, displayName, now, OperatorHappenings.UserCreated(name, now).By(context.Caller()), context.RequestAborted))
            return new ProblemResult(Problem.Conflict("A user of that name exists. Choose another name."));
        context.Response.Headers.Location = $"/api/v1/users/{name}";
        return Answer.Json(UserAnswer.Of(new UserRecord(name, displayName, now, []), context.Caller()), StatusCodes.Status201Created);
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var user = context.Route("user");
        var happened = OperatorHappenings.UserDeleted(user, time.GetUtcNow()).By(context.Caller());
        return UserBody.Result(await users.DeleteAsync(user, happened, context.RequestAborted), Problem.NoUser());
    }
}
