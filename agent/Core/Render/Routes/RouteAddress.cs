using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>The address of an endpoint at a gateway.</summary>
/// <param name="Host">Host name.</param>
/// <param name="Path">Path of the endpoint; empty where it has the host to itself.</param>
internal sealed record RouteAddress(string Host, string Path)
{
    private const int LongestHost = 253;
    private const int LongestLabel = 63;
    private const int HashLength = 12;

    /// <summary>Whether DNS can have the host.</summary>
    public bool IsPossible => Host.Length <= LongestHost;

    /// <summary>The address below the host endpoints share.</summary>
    public static RouteAddress Shared(GatewayRule gateway, IntentMetadata metadata, string endpoint, string? major)
    {
        var values = Values(metadata, endpoint);
        var path = AddressTemplate.Fill(gateway.Path, values);
        return new RouteAddress(Fit(AddressTemplate.Fill(gateway.Host, values)), major is null ? path : $"{path}/{major}");
    }

    /// <summary>The address of an endpoint with a host to itself.</summary>
    public static RouteAddress Own(GatewayRule gateway, IntentMetadata metadata, string endpoint, string? major)
    {
        var host = Fit(AddressTemplate.Fill(gateway.HostOfEndpoint, Values(metadata, endpoint)));
        return new RouteAddress(major is null ? host : $"{major}.{host}", "");
    }

    /// <summary>The URL callers use.</summary>
    public string Url(GatewayRule gateway, EndpointSpec endpoint)
    {
        if (endpoint.Protocol is EndpointProtocol.TCP or EndpointProtocol.UDP)
            return $"{Schemes.Of(endpoint.Protocol, isTls: false)}://{Host}:{endpoint.Port}";
        var usual = gateway.Tls ? 443 : 80;
        var port = gateway.Port is { } given && given != usual ? $":{given}" : "";
        // gRPC has no usual port of its own, so it is always told.
        if (endpoint.Protocol == EndpointProtocol.Grpc)
            port = $":{gateway.Port ?? usual}";
        return $"{Schemes.Of(endpoint.Protocol, gateway.Tls)}://{Host}{port}{Path}";
    }

    private static Dictionary<string, string> Values(IntentMetadata metadata, string endpoint)
    {
        var component = metadata.Component ?? metadata.Id;
        return new Dictionary<string, string>
        {
            ["organization"] = metadata.Organization,
            ["project"] = metadata.Project,
            ["environment"] = metadata.Environment,
            ["component"] = component,
            ["endpoint"] = endpoint,
            [AddressTemplate.Hash] =
                ShortHash.Of(HashLength, metadata.Organization, metadata.Project, metadata.Environment, component, endpoint),
        };
    }

    // A name made of several can be longer than a label of DNS; what is cut off is told apart by a hash.
    private static string Fit(string host) => string.Join('.', host.Split('.').Select(label => label.Length <= LongestLabel
        ? label
        : $"{label[..(LongestLabel - HashLength - 1)].TrimEnd('-')}-{ShortHash.Of(HashLength, label)}"));
}
