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
        var replicas = fields.Whole("replicas", 0, 1000);
        var scaled = Autoscaling(fields, replicas);
        fields.NotExpressed("affinity", "is not in this version; pods are placed by the cluster's own rules");
        fields.NotExpressed("tolerations", "are not in this version");
        fields.NotExpressed("nodeSelector", "is not in this version");
        fields.NotExpressed("topologySpreadConstraints", "are not in this version");
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
            Replicas = replicas ?? scaled,
        };
    }

    private static int? Autoscaling(DocumentFields fields, int? replicas)
    {
        if (fields.Section("autoscaling") is not { } scaling)
            return null;
        var enabled = scaling.Flag("enabled") ?? true;
        var min = scaling.Whole("minReplicas", 0, 1000);
        scaling.Whole("maxReplicas", 1, 1000);
        scaling.Whole("targetCPUUtilizationPercentage", 1, 1000);
        scaling.Whole("targetMemoryUtilizationPercentage", 1, 1000);
        scaling.Close();
        if (!enabled)
            return null;
        var stays = replicas ?? min ?? 1;
        fields.Report.Warn(
            FindingRules.NotExpressed, scaling.Path, $"is not in this version; the number of replicas stays at {stays}{(replicas is null ? ", the minimum" : "")}");
        return min;
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
