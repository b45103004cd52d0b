using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Api;

/// <summary>Lets nobody near the API without a token: a path that does not exist answers the same as one that does.</summary>
internal sealed class OperatorAuthentication(RequestDelegate next, AccessTokens tokens, ApiLimits limits)
{
    /// <summary>Everything that needs a token begins so.</summary>
    public const string Prefix = "/api";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase) && await RefuseAsync(context) is { } problem)
        {
            await new ProblemResult(problem).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async Task<Problem?> RefuseAsync(HttpContext context)
    {
        var request = context.Request;
        if (BearerHeader.Token(request.Headers.Authorization) is not { } token || await tokens.CheckAsync(token, context.RequestAborted) is not { } caller)
            return Problem.Unauthorized();
        if (!ChangeReason.TryRead(request.Headers, out var reason))
            return Problem.BadRequest(ChangeReason.Rule);
        if (reason is null && limits.RequireReason && !HttpMethods.IsGet(request.Method))
            return Problem.BadRequest($"Say why, with --reason or in the header {ChangeReason.Header}: this control plane notes the reason of every change.");
        context.Features.Set(caller with { Reason = reason });
        return null;
    }
}
