using Microsoft.AspNetCore.Builder;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>What routes ask of a token.</summary>
public static class RouteAccess
{
    /// <summary>The route answers 403 unless some scope of the token has the verb. A route that says nothing is open to nobody.</summary>
    public static T Needs<T>(this T route, ObservabilityVerb verb) where T : IEndpointConventionBuilder => route.WithMetadata(new NeededVerb(verb));

    /// <summary>
    /// The route's answer goes on for as long as the caller listens: it counts among his streams, and is ended with his token.
    /// </summary>
    public static T Streams<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new StreamingRoute());
}

/// <summary>What a route needs.</summary>
/// <param name="Verb">Some scope of the token must have it.</param>
public sealed record NeededVerb(ObservabilityVerb Verb);

/// <summary>Marks a route whose answer does not end by itself.</summary>
public sealed record StreamingRoute;
