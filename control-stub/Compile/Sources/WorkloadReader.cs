using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads what releases and component types have in common.</summary>
internal static class WorkloadReader
{
    /// <summary>Reads the fields of a workload. The caller closes the section.</summary>
    /// <param name="fields">The section.</param>
    /// <param name="ports">The name of the list of ports, which the two kinds call differently.</param>
    public static WorkloadSource Read(DocumentFields fields, string ports)
    {
        fields.NotExpressed("tolerations", "are not in this version");
        fields.NotExpressed("nodeSelector", "is not in this version");
        var (minAvailable, maxUnavailable) = ScalingReader.Budget(fields);
        return new WorkloadSource
        {
            Command = fields.Texts("command"),
            Args = fields.Texts("args"),
            Env = EnvReader.Read(fields, "envVariables"),
            Ports = PortReader.Read(fields, ports),
            Probes = new ProbeSet
            {
                Startup = ProbeReader.Read(fields, "startupProbe"),
                Readiness = ProbeReader.Read(fields, "readinessProbe"),
                Liveness = ProbeReader.Read(fields, "livenessProbe"),
            },
            Resources = Resources(fields),
            RunAsUser = RunAsUser(fields),
            Replicas = fields.Whole("replicas", 0, 1000),
            Autoscaling = ScalingReader.Autoscaling(fields),
            MinAvailable = minAvailable,
            MaxUnavailable = maxUnavailable,
            Spread = PlacementReader.Read(fields),
            Connections = ConnectionReader.Read(fields),
        };
    }

    private static ResourceSpec? Resources(DocumentFields fields)
    {
        if (fields.Section("resources") is not { } resources)
            return null;
        var spec = new ResourceSpec { Requests = Quantities(resources, "requests"), Limits = Quantities(resources, "limits") };
        resources.NotExpressed("claims", "are not in this version");
        resources.Close();
        return spec;
    }

    private static Dictionary<string, string> Quantities(DocumentFields resources, string name)
    {
        var quantities = new Dictionary<string, string>();
        if (resources.Section(name) is not { } section)
            return quantities;
        foreach (var resource in new[] { "cpu", "memory", "ephemeral-storage" })
            if (section.Scalar(resource) is { } quantity)
                quantities[resource] = quantity;
        section.Close();
        return quantities;
    }

    private static int? RunAsUser(DocumentFields fields)
    {
        if (fields.Section("securityContext") is not { } security)
            return null;
        var user = security.Whole("runAsUser", 1, int.MaxValue);
        security.Close();
        return user;
    }
}
