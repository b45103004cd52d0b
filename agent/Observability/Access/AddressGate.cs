using Microsoft.AspNetCore.Http;

namespace Pdp.Observability.Access;

/// <summary>
/// Bounds what is answered to who shows no good token, by address. Who shows one is never held up by what others of its address do: behind a gateway all callers
/// have the same.
/// </summary>
internal sealed class AddressGate(AddressLimits limits, AccessOptions options)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api")) Take(context);
        try
        {
            await next(context);
        }
        catch (ApiProblemException refused) when (refused.Problem.Status == StatusCodes.Status401Unauthorized)
        {
            Take(context);
            throw;
        }
    }

    private void Take(HttpContext context)
    {
        if (limits.Take(context.Connection.RemoteIpAddress) is not { } wait) return;
        throw new ApiProblemException(ApiProblem.TooMany($"At most {options.UnauthorizedPerMinute} requests a minute of an address without a good token.", wait));
    }
}
