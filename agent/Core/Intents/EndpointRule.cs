using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>An endpoint leads to a declared container port that speaks its transport; no two endpoints share a port.</summary>
internal sealed class EndpointRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        // What is outside has no ports that could be declared; ProxyRule looks at where it leads.
        var isProxy = spec.Type == ComponentType.Proxy;
        // Names that clash are PortRule's business; here the first counts.
        var ports = PortRule.Ports(spec).DistinctBy(port => port.Name).ToDictionary(port => port.Name, port => port.Port);
        var taken = new Dictionary<(int Port, string Transport), string>();
        foreach (var (name, endpoint) in spec.Endpoints.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            var path = $"spec.endpoints.{name}";
            var transport = TransportOf(endpoint);
            if (!isProxy)
                CheckTarget(endpoint, ports, transport, path, report);
            if (!taken.TryAdd((endpoint.Port, transport), name))
                report.Add($"{path}.port", $"is also the port of spec.endpoints.{taken[(endpoint.Port, transport)]}");
            if (endpoint.BasePath is not null && endpoint.Protocol is EndpointProtocol.TCP or EndpointProtocol.UDP or EndpointProtocol.Grpc)
                report.Add($"{path}.basePath", "must be left out: this protocol has no paths");
        }
    }

    /// <summary><c>UDP</c> or <c>TCP</c>.</summary>
    public static string TransportOf(EndpointSpec endpoint) => endpoint.Protocol == EndpointProtocol.UDP ? "UDP" : "TCP";

    private static void CheckTarget(
        EndpointSpec endpoint, Dictionary<string, ContainerPort> ports, string transport, string path, RuleReport report)
    {
        var reference = endpoint.TargetPort ?? endpoint.Port.ToString();
        var place = endpoint.TargetPort is null ? $"{path}.port" : $"{path}.targetPort";
        if (PortReference.Find(reference, ports.Where(p => p.Value.Protocol == transport).ToDictionary()) is not null)
            return;
        report.Add(place, PortReference.Find(reference, ports) is null
            ? "must lead to a container port; declare it in a container's ports, or name another with targetPort"
            : $"must lead to a {transport} port");
    }
}
