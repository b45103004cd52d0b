using System.Security.Cryptography;
using System.Text;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>Where the endpoints of a component answer.</summary>
internal static class EndpointAddresses
{
    /// <summary>The addresses inside the data plane, ordered by name.</summary>
    public static IReadOnlyList<EndpointStatus> Of(ComponentScope scope) =>
        [.. scope.Endpoints.Select(endpoint => Of(endpoint.Key, endpoint.Value, scope))];

    private static EndpointStatus Of(string name, EndpointSpec endpoint, ComponentScope scope)
    {
        var url = $"{SchemeOf(endpoint.Protocol)}://{scope.Names.Base}.{scope.Namespace}.svc.{scope.Context.ClusterDomain}"
            + $":{endpoint.Port}{endpoint.BasePath}";
        return new EndpointStatus(name, url, endpoint.Visibility.Count > 0 ? endpoint.Visibility : [EndpointVisibility.Project])
        {
            Port = endpoint.Port,
            Protocol = endpoint.Protocol,
            BasePath = endpoint.BasePath,
            ApiVersion = endpoint.ApiVersion,
            SchemaType = endpoint.Schema?.Type,
            SchemaHash = endpoint.Schema?.Content is { } content
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))
                : null,
            Urls = new EndpointUrls { Project = url },
        };
    }

    private static string SchemeOf(EndpointProtocol protocol) => protocol switch
    {
        EndpointProtocol.Grpc => "grpc",
        EndpointProtocol.WebSocket => "ws",
        EndpointProtocol.TCP => "tcp",
        EndpointProtocol.UDP => "udp",
        _ => "http",
    };
}
