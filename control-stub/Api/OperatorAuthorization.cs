using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Lets a caller on to a route only if the route says what it needs and he has it.</summary>
internal sealed class OperatorAuthorization(RequestDelegate next, IIntentStore intents)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && await RefuseAsync(context, endpoint.Metadata.GetMetadata<RouteNeeds>()) is { } problem)
        {
            await new ProblemResult(problem).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async Task<Problem?> RefuseAsync(HttpContext context, RouteNeeds? needs)
    {
        var permission = needs is null ? null : Permissions.Of(needs.Action);
        if (permission?.Reach == Reach.Anybody)
            return null;
        if (context.Features.Get<Caller>() is not { } caller)
            return Problem.Unauthorized();
        return needs is null || permission is null ? Lacks(OperatorAction.ManageUsers, Scope.Everything) : await RefuseAsync(context, caller, needs, permission);
    }

    private async Task<Problem?> RefuseAsync(HttpContext context, Caller caller, RouteNeeds needs, Permission permission)
    {
        switch (needs.Subject)
        {
            case SubjectIn.Intent:
                var owner = await intents.OwnerAsync(context.Route("plane"), context.Route("id"), context.RequestAborted);
                if (owner is null || !caller.Access.Allows(OperatorAction.ViewIntents, Scope.Of(owner)))
                    return DeskProblems.Of(DeskOutcome.NoIntent);
                return Check(caller, needs.Action, Scope.Of(owner));
            case SubjectIn.Path:
                var scope = new Scope(context.Route("organization"), context.Route("project"));
                return scope.IsValid ? Check(caller, needs.Action, scope) : Problem.NotFound("There is no such scope: an organization and a project, or * for all of them.");
            case SubjectIn.Organization:
                return Check(caller, needs.Action, Scope.Of(context.Route("organization")));
            case SubjectIn.User when permission.OrSelf && caller.User == context.Route("user"):
                return null;
            case SubjectIn.Content:
                return caller.Access.AllowsSomewhere(needs.Action) ? null : Lacks(needs.Action, null);
            default:
                return Check(caller, needs.Action, Scope.Everything);
        }
    }

    private static Problem? Check(Caller caller, OperatorAction action, Scope subject) =>
        caller.Access.Allows(action, subject) ? null : Lacks(action, subject);

    private static Problem Lacks(OperatorAction action, Scope? subject) => Problem.Forbidden([IntentRights.Missing(action, subject, "")]);
}
