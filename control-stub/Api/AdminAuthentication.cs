using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>Lets nobody near the API without the admin token: a path that does not exist answers the same as one that does.</summary>
internal sealed class AdminAuthentication(RequestDelegate next, Tokens tokens)
{
    /// <summary>Everything that needs the token begins so.</summary>
    public const string Prefix = "/api";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase)
            && !await IsAdminAsync(context))
        {
            await new ProblemResult(Problem.Unauthorized()).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async Task<bool> IsAdminAsync(HttpContext context) =>
        BearerHeader.Token(context.Request.Headers.Authorization) is { } token
        && await tokens.CheckAsync(token, TokenUse.Admin, context.RequestAborted) is not null;
}
