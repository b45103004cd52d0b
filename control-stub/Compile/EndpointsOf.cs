using Pdp.ControlStub.Compile.Sources;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile;

/// <summary>Makes endpoints of ports: each port is an API of its own.</summary>
internal static class EndpointsOf
{
    public static Dictionary<string, EndpointSpec> Ports(
        List<PortSource> ports, IReadOnlyList<ServicePortSource> servicePorts, ComponentType type)
    {
        var endpoints = ports.ToDictionary(p => p.Name, p => Endpoint(p, p.Port, null, type));
        foreach (var service in servicePorts)
        {
            var target = ports.FirstOrDefault(p => p.Name == service.Target || p.Port.ToString() == (service.Target ?? service.Port.ToString()));
            if (target is null)
                continue;
            endpoints.Remove(target.Name);
            endpoints[service.Name] = Endpoint(target, service.Port, service.Port == target.Port ? null : target.Name, type);
        }

        return endpoints;
    }

    private static EndpointSpec Endpoint(PortSource port, int number, string? target, ComponentType type) => new()
    {
        Port = number,
        TargetPort = target,
        Protocol = port.Speaks ?? Speaks(port, type),
    };

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
