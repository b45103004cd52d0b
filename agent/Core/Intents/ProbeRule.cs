using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A probe asks a TCP port its own container declares. Startup and liveness succeed at once (a rule of Kubernetes).</summary>
internal sealed class ProbeRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var (name, container) in spec.Containers)
        {
            var path = $"spec.containers.{name}.probes";
            CheckProbe(container.Probes.Startup, container, $"{path}.startup", repeats: false, report);
            CheckProbe(container.Probes.Readiness, container, $"{path}.readiness", repeats: true, report);
            CheckProbe(container.Probes.Liveness, container, $"{path}.liveness", repeats: false, report);
        }
    }

    private static void CheckProbe(ProbeSpec? probe, ContainerSpec container, string path, bool repeats, RuleReport report)
    {
        if (probe is null)
            return;
        CheckPort(probe.Http?.Port, container, $"{path}.http.port", report);
        CheckPort(probe.Tcp, container, $"{path}.tcp", report);
        CheckPort(probe.Grpc, container, $"{path}.grpc", report);
        if (probe.GrpcService is not null && probe.Grpc is null)
            report.Add($"{path}.grpcService", "must be left out: only a grpc probe asks of a service");
        if (!repeats && probe.SuccessThreshold != 1)
            report.Add($"{path}.successThreshold", $"must be 1, was {probe.SuccessThreshold}; only a readiness probe may ask for more");
    }

    private static void CheckPort(string? reference, ContainerSpec container, string path, RuleReport report)
    {
        if (reference is null)
            return;
        if (PortReference.Find(reference, container.Ports) is not { } port)
            report.Add(path, "must be the name or number of a port of the same container; declare it in the container's ports");
        else if (port.Protocol != "TCP")
            report.Add(path, "must be a TCP port");
    }
}
