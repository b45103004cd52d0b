using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Finds the container port an endpoint leads to.</summary>
internal static class TargetPorts
{
    /// <summary>
    /// Name of the port and its container. By name and not by number, so that during a rollout in which the number changes every pod is
    /// reached on the port it listens on.
    /// </summary>
    public static (string Container, string PortName) Of(EndpointSpec endpoint, ComponentScope scope)
    {
        var reference = endpoint.TargetPort ?? endpoint.Port.ToString();
        var transport = EndpointRule.TransportOf(endpoint);
        var candidates =
            from container in scope.Containers
            from port in container.Value.Ports.OrderBy(port => port.Key, StringComparer.Ordinal)
            where port.Value.Protocol == transport && (port.Key == reference || port.Value.Port.ToString() == reference)
            orderby port.Key == reference descending
            select (container.Key, port.Key);
        return candidates.First();
    }

    /// <summary>The ports of a container that endpoints lead to, in the endpoints' order.</summary>
    public static IEnumerable<(string PortName, string Transport)> In(string container, ComponentScope scope) =>
        from endpoint in scope.Endpoints
        let target = Of(endpoint.Value, scope)
        where target.Container == container
        select (target.PortName, EndpointRule.TransportOf(endpoint.Value));
}
