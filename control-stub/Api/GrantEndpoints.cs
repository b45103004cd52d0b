using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What users were granted. Whoever administers an organization or a project gives and takes grants within it.</summary>
internal sealed class GrantEndpoints(IUserStore users, TimeProvider time)
{
    private const string One = "/api/v1/users/{user}/grants/{organization}/{project}";

    private static readonly RouteNeeds _manage = new(OperatorAction.ManageGrants, SubjectIn.Path);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("PUT", One, _manage, GiveAsync);
        routes.On("DELETE", One, _manage, TakeAsync);
    }

    private async Task<IResult> GiveAsync(HttpContext context)
    {
        var (fields, problem) = await UserBody.ReadAsync(context);
        if (fields is null)
            return new ProblemResult(problem!);
        var name = fields.RequiredText("role");
        var role = Roles.Find(name);
        if (role is null && name.Length > 0)
            fields.Report.Error(FindingRules.BadValue, "role", $"must be one of {string.Join(", ", Roles.Names)}");
        if (UserBody.Wrong(fields) is { } wrong)
            return new ProblemResult(wrong);
        var (user, grant, now) = (context.Route("user"), new Grant(role!.Value, ScopeOf(context)), time.GetUtcNow());
        var happened = OperatorHappenings.GrantGiven(user, grant, now).By(context.Caller());
        return UserBody.Result(await users.GrantAsync(user, grant, now, happened, context.RequestAborted), Problem.NoUser());
    }

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        if (new QueryReader(context.Request.Query).Problem() is { } problem)
            return new ProblemResult(problem);
        var (user, scope) = (context.Route("user"), ScopeOf(context));
        var happened = OperatorHappenings.GrantTaken(user, scope, time.GetUtcNow()).By(context.Caller());
        return UserBody.Result(
            await users.RevokeAsync(user, scope, happened, context.RequestAborted), Problem.NotFound("There is no such user, or no such grant of his."));
    }

    private static Scope ScopeOf(HttpContext context) => new(context.Route("organization"), context.Route("project"));
}
