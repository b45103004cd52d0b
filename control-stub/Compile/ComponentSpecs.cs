using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile;

/// <summary>Puts a release and its component type together: where both speak, the release is heard. What its environment says is not of it.</summary>
internal static class ComponentSpecs
{
    /// <summary>The one container, as OpenChoreo calls it.</summary>
    public const string Container = "main";

    /// <summary>Seconds between two questions of the probe that is added where a release has none.</summary>
    private const int AddedProbeSeconds = 2;

    /// <summary>Compiles the spec; everything wrong goes to the report.</summary>
    public static ComponentSpec Compile(BindingParts parts, DocumentReport report)
    {
        var template = parts.Type?.Workload ?? WorkloadSource.Empty;
        var own = parts.Release.Workload;
        var ports = own.Ports.Concat(template.Ports).DistinctBy(p => p.Name).ToList();
        var type = WorkloadTypes.Of(parts.Component.Type, parts.Type, ports.Count > 0);
        var environment = Environments.Compile(parts, report);
        var probes = new ProbeSet
        {
            Startup = own.Probes.Startup ?? template.Probes.Startup,
            Readiness = own.Probes.Readiness ?? template.Probes.Readiness,
            Liveness = own.Probes.Liveness ?? template.Probes.Liveness,
        };
        CheckProbePorts(parts, ports, report);
        // A release with a fixed number is not scaled by its type.
        var autoscaling = own.Autoscaling ?? (own.Replicas is null ? template.Autoscaling : null);
        CheckRequests(autoscaling, own.Resources ?? template.Resources, parts, report);
        if (type is ComponentType.Service or ComponentType.WebApplication && ports.Count == 0)
            parts.ReleaseDocument.Say(report, to => to.Warn(FindingRules.NoPorts, "spec.ports", "are not given, so nothing can reach it: it gets no Service"));
        if (type == ComponentType.WebApplication && ports.Count > 0 && parts.Component.Visibility is null)
            parts.ComponentDocument.Say(report, to => to.Note(
                FindingRules.Defaulted, "spec.type", $"opens its endpoints to browsers, where the plane has a gateway for that; {ComponentSource.VisibilityAnnotation} says otherwise"));
        return new ComponentSpec
        {
            State = ComponentState.Active,
            Type = type,
            Release = parts.Release.Header.Name,
            Config = environment.Config,
            Replicas = autoscaling is null ? own.Replicas ?? template.Replicas ?? 1 : 1,
            Autoscaling = autoscaling,
            Availability = Availability(own, template),
            Connections = own.Connections.Concat(template.Connections).DistinctBy(c => c.Key).ToDictionary(),
            Containers = new Dictionary<string, ContainerSpec>
            {
                [Container] = new()
                {
                    Image = parts.Release.Image,
                    Command = own.Command.Count > 0 ? own.Command : template.Command,
                    Args = own.Args.Count > 0 ? own.Args : template.Args,
                    Env = environment.Variables,
                    Ports = ports.ToDictionary(p => p.Name, p => new ContainerPort(p.Port, p.Protocol)),
                    Resources = own.Resources ?? template.Resources,
                    RunAsUser = own.RunAsUser ?? template.RunAsUser,
                    Probes = probes.Readiness is null ? WithReadiness(probes, ports, parts, report) : probes,
                },
            },
            Endpoints = EndpointsOf.Ports(ports, template.ServicePorts, type, parts.Component.Visibility),
            Storage = [.. template.Storage.Concat(own.Storage).Select(Storage)],
            Rollout = new RolloutSpec { Strategy = template.Strategy ?? RolloutStrategy.Rolling },
        };
    }

    private static AvailabilitySpec? Availability(WorkloadSource own, WorkloadSource template)
    {
        var budget = own.MinAvailable is null && own.MaxUnavailable is null ? template : own;
        var spread = own.Spread.Count > 0 ? own.Spread : template.Spread;
        return budget.MinAvailable is null && budget.MaxUnavailable is null && spread.Count == 0
            ? null
            : new AvailabilitySpec { MinAvailable = budget.MinAvailable, MaxUnavailable = budget.MaxUnavailable, Spread = spread };
    }

    private static void CheckRequests(AutoscalingSpec? autoscaling, ResourceSpec? resources, BindingParts parts, DocumentReport report)
    {
        if (autoscaling is null)
            return;
        foreach (var (resource, isWatched) in new[] { ("cpu", autoscaling.Cpu is not null || autoscaling.Memory is null), ("memory", autoscaling.Memory is not null) })
            if (isWatched && resources?.Requests.ContainsKey(resource) != true && resources?.Limits.ContainsKey(resource) != true)
                parts.ReleaseDocument.Say(report, to => to.Warn(
                    FindingRules.Required, $"spec.resources.requests.{resource}", "is needed for autoscaling, which goes by the share of it that is in use: give it here or in the values of each environment"));
    }

    private static ProbeSet WithReadiness(ProbeSet probes, List<PortSource> ports, BindingParts parts, DocumentReport report)
    {
        if (ports.FirstOrDefault(p => p.Protocol == "TCP") is not { } port)
            return probes;
        parts.ReleaseDocument.Say(report, to => to.Note(
            FindingRules.Defaulted,
            "spec.readinessProbe",
            $"was not given; a connection to the port {port.Name} is tried, so that no request goes to a pod that does not listen yet"));
        return probes with { Readiness = new ProbeSpec { Tcp = port.Name, PeriodSeconds = AddedProbeSeconds } };
    }

    private static void CheckProbePorts(BindingParts parts, List<PortSource> ports, DocumentReport report)
    {
        foreach (var (document, source, prefix) in new[]
                 {
                     (parts.ReleaseDocument, parts.Release.Workload, "spec"),
                     (parts.TypeDocument, parts.Type?.Workload ?? WorkloadSource.Empty, "spec.runtime"),
                 })
        {
            foreach (var (name, probe) in new[]
                     {
                         ("startupProbe", source.Probes.Startup),
                         ("readinessProbe", source.Probes.Readiness),
                         ("livenessProbe", source.Probes.Liveness),
                     })
            {
                if ((probe?.Http?.Port ?? probe?.Tcp ?? probe?.Grpc) is { Length: > 0 } port
                    && !port.All(char.IsAsciiDigit) && ports.All(p => p.Name != port))
                    document!.Say(report, to => to.Error(FindingRules.Mismatch, $"{prefix}.{name}", "must name one of the ports, or give its number"));
            }
        }
    }

    private static StorageSpec Storage(StorageSource source) => new()
    {
        Name = source.Name,
        Size = source.Size,
        StorageClass = source.Class,
        AccessModes = source.AccessModes,
        Mounts = new Dictionary<string, string> { [Container] = source.MountPath },
    };
}
