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
    public static (string Container, string PortName) Of(EndpointSpec endpoint, ComponentScope scope) => Find(endpoint, scope.Containers).First();

    /// <summary>Name of the port; empty when no container has it, as with a component without containers.</summary>
    public static string NameOf(EndpointSpec endpoint, IReadOnlyDictionary<string, ContainerSpec> containers) =>
        Find(endpoint, containers.OrderBy(container => container.Key, StringComparer.Ordinal)).Select(found => found.PortName).FirstOrDefault() ?? "";

    private static IEnumerable<(string Container, string PortName)> Find(
        EndpointSpec endpoint, IEnumerable<KeyValuePair<string, ContainerSpec>> containers)
    {
        var reference = endpoint.TargetPort ?? endpoint.Port.ToString();
        var transport = EndpointRule.TransportOf(endpoint);
        return
            from container in containers
            from port in container.Value.Ports.OrderBy(port => port.Key, StringComparer.Ordinal)
            where port.Value.Protocol == transport && (port.Key == reference || port.Value.Port.ToString() == reference)
            orderby port.Key == reference descending
            select (container.Key, port.Key);
    }

    /// <summary>The ports of a container that endpoints lead to, in the endpoints' order.</summary>
    public static IEnumerable<(string PortName, string Transport)> In(string container, ComponentScope scope) =>
        from endpoint in scope.Endpoints
        let target = Of(endpoint.Value, scope)
        where target.Container == container
        select (target.PortName, EndpointRule.TransportOf(endpoint.Value));
}
