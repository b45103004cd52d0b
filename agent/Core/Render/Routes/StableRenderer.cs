using Pdp.Core.Objects;
using Pdp.Core.Routing;

namespace Pdp.Core.Render.Routes;

/// <summary>Renders what stays when another minor version takes over: a Service that selects this version's pods, and its routes.</summary>
internal static class StableRenderer
{
    /// <summary>The version; null for a component without a track or without endpoints.</summary>
    public static StableVersion? Render(ComponentScope scope, RouteIdentity identity, RenderedRoutes routes)
    {
        if (identity.Major is null || scope.Metadata.Track is not { } track || scope.Endpoints.Count == 0)
            return null;
        var annotations = new Dictionary<string, string>
        {
            [ManagedMetadata.RouteTargetAnnotation] = scope.Metadata.Id,
            [ManagedMetadata.RouteTrackAnnotation] = track,
        };
        var service = scope.Object(
            "v1", "Service", identity.NameBase, new Dictionary<string, string>(identity.Labels), annotations, ("spec", ServiceRenderer.SpecOf(scope)));
        return new StableVersion
        {
            Group = new VersionGroup(scope.Namespace, identity.NameBase),
            Track = track,
            Service = scope.Names.Base,
            Objects = [service, .. routes.Objects],
        };
    }
}
