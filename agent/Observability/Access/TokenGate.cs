using Microsoft.AspNetCore.Http;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>
/// Lets nothing pass below <c>/api</c> without a token that is good here and now and has the verb of the route. The token comes in the
/// Authorization header and nowhere else: an address is written to logs, and a cookie is sent by pages that were not meant to.
/// </summary>
internal sealed class TokenGate(ITokenKeys keys, TokenUses uses, ApiMetrics metrics, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }
        var caller = new Caller(Claims(context.Request));
        context.Features.Set(caller);
        if (context.GetEndpoint() is { } endpoint) await AdmitAsync(caller, endpoint.Metadata.GetMetadata<NeededVerb>());
        await next(context);
    }

    private ObservabilityClaims Claims(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new ApiProblemException(ApiProblem.Unauthorized("Send the header 'Authorization: Bearer <token>' with a token of your control plane for this plane."));
        switch (ObservabilityTokens.Verify(header[Scheme.Length..].Trim(), keys.Keys, keys.Plane, time.GetUtcNow()))
        {
            case TokenVerification.Good good:
                return good.Claims;
            case TokenVerification.Refused refused:
                metrics.TokenRefused(refused.Reason);
                throw new ApiProblemException(ApiProblem.Unauthorized(Advice(refused.Reason)));
            default:
                throw new InvalidOperationException("A token is good or refused.");
        }
    }

    private Task AdmitAsync(Caller caller, NeededVerb? needed) => needed switch
    {
        { Verb: var verb } when caller.Claims.Scopes.Any(scope => scope.Verbs.Contains(verb)) => uses.UsedAsync(caller, verb),
        { Verb: var verb } => throw new ApiProblemException(ApiProblem.Forbidden($"Ask for a token with the verb {verb.ToString().ToLowerInvariant()}.")),
        null => throw new ApiProblemException(ApiProblem.Forbidden("No token opens this route.")),
    };

    private static string Advice(TokenRefusal reason) => reason switch
    {
        TokenRefusal.Expired => "The token has ended. Ask your control plane for another.",
        TokenRefusal.NotYet => "The token is not good yet: the clock of the control plane or of this plane is wrong.",
        TokenRefusal.OtherAudience => "The token is for another plane. Ask your control plane for one of this plane.",
        TokenRefusal.NotBelieved => "The token is not signed by a key this plane believes. Ask your control plane for a new one; an agent that has "
            + "never been connected believes none yet.",
        _ => "The token cannot be read. Send it as your control plane gave it.",
    };
}
