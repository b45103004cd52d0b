using Microsoft.AspNetCore.Http;

namespace Pdp.Observability.Access;

/// <summary>
/// Cross-origin requests (the Fetch standard's CORS): answered for the origins that are listed, letter by letter, and refused before anything is
/// looked at for all others, streams as well. There are no credentials to share: a token is sent by who holds it.
/// </summary>
internal sealed class OriginGate(AccessOptions options)
{
    private const string PreflightSeconds = "600";
    private readonly HashSet<string> _origins = new(options.Origins, StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.Vary = "Origin";
        if (request.Headers.Origin.Count > 0)
        {
            if (request.Headers.Origin is not [{ } origin] || !_origins.Contains(origin)) throw new ApiProblemException(NotListed());
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "Retry-After";
            if (HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0)
            {
                headers.AccessControlAllowMethods = "GET, POST";
                headers.AccessControlAllowHeaders = "Authorization, Content-Type, Last-Event-ID";
                headers.AccessControlMaxAge = PreflightSeconds;
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
        }
        await next(context);
    }

    private static ApiProblem NotListed() => new(
        403, "origin-not-listed", "Pages of this origin may not ask",
        "Add the page's origin (scheme, host and port, without a path) to the agent's option observe-origins.");
}
