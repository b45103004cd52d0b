using Microsoft.AspNetCore.Http;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>Who asks: what his token says. It was verified before the request got here.</summary>
/// <param name="Claims">The token's claims.</param>
public sealed record Caller(ObservabilityClaims Claims);

/// <summary>The caller of a request.</summary>
public static class CallerExtensions
{
    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">The request did not come through the gate: a defect.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The request has no caller.");
}
