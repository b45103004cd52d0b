using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node;

/// <summary>Says that the node is there and well: a Node object, and a Lease renewed every ten seconds.</summary>
internal sealed partial class NodeRegistration(NodeContext node, ILogger<NodeRegistration> logger) : BackgroundService
{
    private const string Leases = "leases.coordination.k8s.io";
    private const string LeaseNamespace = "kube-node-lease";
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            var pause = Renewal;
            try
            {
                Register();
                Renew();
            }
            catch (ApiException refused)
            {
                // The lease's namespace comes up with the cluster, perhaps a moment later than this.
                if (!refused.IsNotFound && !refused.IsConflict) LogRefused(logger, refused);
                pause = TimeSpan.FromMilliseconds(100);
            }

            await Task.Delay(pause, node.Time, stoppingToken);
        }
    }

    private void Register()
    {
        if (node.Api.Get("nodes", null, node.Options.Name) is not null) return;
        var made = node.Api.Create("nodes", NodeObject(), NodeContext.Kubelet).Copy();
        made["status"] = Status();
        node.Api.UpdateStatus("nodes", made, NodeContext.Kubelet);
    }

    private void Renew()
    {
        var now = node.Time.GetUtcNow().ToKubeMicro();
        if (node.Api.Get(Leases, LeaseNamespace, node.Options.Name)?.Copy() is { } lease)
        {
            lease.Ensure("spec")["renewTime"] = now;
            node.Api.Update(Leases, lease, NodeContext.Kubelet);
            return;
        }

        node.Api.Create(Leases, new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject { ["name"] = node.Options.Name, ["namespace"] = LeaseNamespace },
            ["spec"] = new JsonObject { ["holderIdentity"] = node.Options.Name, ["leaseDurationSeconds"] = 40, ["renewTime"] = now },
        }, NodeContext.Kubelet);
    }

    private JsonObject NodeObject() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject
        {
            ["name"] = node.Options.Name,
            ["labels"] = new JsonObject
            {
                ["kubernetes.io/hostname"] = node.Options.Name,
                ["kubernetes.io/os"] = "linux",
                ["kubernetes.io/arch"] = Architecture,
                ["topology.kubernetes.io/zone"] = "local",
                ["topology.kubernetes.io/region"] = "local",
            },
        },
        ["spec"] = new JsonObject(),
    };

    private JsonObject Status()
    {
        var now = node.Time.GetUtcNow();
        var conditions = new JsonArray();
        foreach (var (type, message) in (ReadOnlySpan<(string, string)>)[("MemoryPressure", "HasSufficientMemory"), ("DiskPressure", "HasNoDiskPressure"), ("PIDPressure", "HasSufficientPID")])
            Conditions.Set(conditions, type, "False", "Kubelet" + message, "kubelet has no such pressure", now);
        Conditions.Set(conditions, "Ready", "True", "KubeletReady", "kubelet is posting ready status", now);
        foreach (var condition in conditions.OfType<JsonObject>()) condition["lastHeartbeatTime"] = now.ToKube();
        var size = new JsonObject { ["cpu"] = node.Options.Cpu, ["memory"] = node.Options.Memory, ["pods"] = node.Options.Pods.ToString(CultureInfo.InvariantCulture) };
        return new JsonObject
        {
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = node.HostAddress },
                new JsonObject { ["type"] = "Hostname", ["address"] = node.Options.Name }),
            ["capacity"] = size.DeepClone(),
            ["allocatable"] = size,
            ["conditions"] = conditions,
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = Architecture,
                ["bootID"] = "",
                ["containerRuntimeVersion"] = "local://1",
                ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                ["kubeProxyVersion"] = "",
                ["kubeletVersion"] = "v1.36.0-local",
                ["machineID"] = "",
                ["operatingSystem"] = "linux",
                ["osImage"] = "local cluster",
                ["systemUUID"] = "",
            },
        };
    }

    private static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    [LoggerMessage(7110, LogLevel.Warning, "The node could not be registered; it is tried again")]
    private static partial void LogRefused(ILogger logger, Exception error);
}
