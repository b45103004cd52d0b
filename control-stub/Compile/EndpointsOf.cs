using Pdp.ControlStub.Compile.Sources;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile;

/// <summary>Makes endpoints of ports: each port is an API of its own.</summary>
internal static class EndpointsOf
{
    private static readonly EndpointVisibility[] _ofBrowsers = [EndpointVisibility.Project, EndpointVisibility.Public];

    /// <summary>The endpoints by name; those of a web application are for browsers unless the component says who may call them.</summary>
    public static Dictionary<string, EndpointSpec> Ports(
        List<PortSource> ports, IReadOnlyList<ServicePortSource> servicePorts, ComponentType type, IReadOnlyList<EndpointVisibility>? visibility)
    {
        var endpoints = ports.ToDictionary(p => p.Name, p => Endpoint(p, p.Port, null, type, visibility));
        foreach (var service in servicePorts)
        {
            var target = ports.FirstOrDefault(p => p.Name == service.Target || p.Port.ToString() == (service.Target ?? service.Port.ToString()));
            if (target is null)
                continue;
            endpoints.Remove(target.Name);
            endpoints[service.Name] = Endpoint(target, service.Port, service.Port == target.Port ? null : target.Name, type, visibility);
        }

        return endpoints;
    }

    private static EndpointSpec Endpoint(
        PortSource port, int number, string? target, ComponentType type, IReadOnlyList<EndpointVisibility>? visibility)
    {
        var protocol = port.Speaks ?? Speaks(port, type);
        var isForBrowsers = type == ComponentType.WebApplication
            && protocol is EndpointProtocol.HTTP or EndpointProtocol.GraphQL or EndpointProtocol.WebSocket;
        return new EndpointSpec { Port = number, TargetPort = target, Protocol = protocol, Visibility = visibility ?? (isForBrowsers ? _ofBrowsers : []) };
    }

    private static EndpointProtocol Speaks(PortSource port, ComponentType type) => port.Name.Split('-')[0] switch
    {
        _ when port.Protocol == "UDP" => EndpointProtocol.UDP,
        "http" or "http2" or "https" or "web" or "rest" => EndpointProtocol.HTTP,
        "grpc" => EndpointProtocol.Grpc,
        "graphql" => EndpointProtocol.GraphQL,
        "ws" or "websocket" => EndpointProtocol.WebSocket,
        _ when type == ComponentType.WebApplication => EndpointProtocol.HTTP,
        _ => EndpointProtocol.TCP,
    };
}
