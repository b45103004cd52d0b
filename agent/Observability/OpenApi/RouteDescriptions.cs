using Microsoft.AspNetCore.Builder;

namespace Pdp.Observability.OpenApi;

/// <summary>Describes routes where they are mapped.</summary>
public static class RouteDescriptions
{
    /// <summary>Says what the OpenAPI document tells of a route. A route without is a test's failure.</summary>
    public static T Describe<T>(this T route, RouteDescription description) where T : IEndpointConventionBuilder => route.WithMetadata(description);
}
