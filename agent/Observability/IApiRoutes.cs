using Microsoft.AspNetCore.Routing;

namespace Pdp.Observability;

/// <summary>A group of routes of the observability API. Each is a singleton; all are mapped below <c>/api/v1</c>.</summary>
public interface IApiRoutes
{
    /// <summary>
    /// Maps them. Each route says what it <see cref="Access.RouteAccess.Needs{T}">needs</see> and is
    /// <see cref="OpenApi.RouteDescriptions.Describe{T}">described</see>.
    /// </summary>
    /// <param name="api">Where: paths are relative to <c>/api/v1</c>.</param>
    void Map(IEndpointRouteBuilder api);
}
