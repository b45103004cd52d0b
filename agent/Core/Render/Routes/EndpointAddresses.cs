using System.Security.Cryptography;
using System.Text;
using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>Where the endpoints of a component answer.</summary>
internal static class EndpointAddresses
{
    /// <summary>
    /// The addresses, ordered by name. Those by who calls are, with a track, the ones that stay when another minor version follows.
    /// </summary>
    public static IReadOnlyList<EndpointStatus> Of(ComponentScope scope, RenderedRoutes routes) =>
        [.. scope.Endpoints.Select(endpoint => Of(endpoint.Key, endpoint.Value, scope, routes))];

    private static EndpointStatus Of(string name, EndpointSpec endpoint, ComponentScope scope, RenderedRoutes routes)
    {
        var stable = scope.Metadata.Track is { } track
            ? ObjectNames.Stable(scope.Metadata.Component!, VersionTrack.MajorOf(track))
            : scope.Names.Base;
        return new EndpointStatus(
            name,
            UrlAt(scope.Names.Base, endpoint, scope),
            endpoint.Visibility.Count > 0 ? endpoint.Visibility : [EndpointVisibility.Project])
        {
            Port = endpoint.Port,
            Protocol = endpoint.Protocol,
            BasePath = endpoint.BasePath,
            ApiVersion = endpoint.ApiVersion,
            SchemaType = endpoint.Schema?.Type,
            SchemaHash = endpoint.Schema?.Content is { } content
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))
                : null,
            Urls = new EndpointUrls
            {
                Project = UrlAt(stable, endpoint, scope),
                Organization = routes.Urls.GetValueOrDefault((name, EndpointVisibility.Organization)),
                Public = routes.Urls.GetValueOrDefault((name, EndpointVisibility.Public)),
            },
        };
    }

    // What a proxy stands for is called by its own name: certificates and virtual hosts go by that.
    private static string UrlAt(string service, EndpointSpec endpoint, ComponentScope scope) =>
        scope.Spec.Proxy is { } proxy && ProxyTarget.Of(proxy) is { } outside
            ? outside.UrlOf(Schemes.Of(endpoint.Protocol, outside.IsTls), endpoint.BasePath)
            : $"{Schemes.Of(endpoint.Protocol, isTls: false)}://{service}.{scope.Namespace}.svc.{scope.Context.ClusterDomain}"
                + $":{endpoint.Port}{endpoint.BasePath}";
}
