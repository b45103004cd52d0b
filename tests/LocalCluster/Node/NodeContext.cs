using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Catalogue;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.Node.Probes;
using Pdp.LocalCluster.Node.Processes;
using Pdp.LocalCluster.Services;

namespace Pdp.LocalCluster.Node;

/// <summary>What every pod of the node works with.</summary>
internal sealed record NodeContext(
    IClusterApi Api,
    ImageCatalogue Catalogue,
    ProcessLauncher Launcher,
    ProbeCheck Probes,
    LoopbackRange Loopback,
    NodeDirectories Directories,
    ServiceDirectory Services,
    EventRecorder Events,
    NodeOptions Options,
    TimeProvider Time)
{
    /// <summary>The component events come from, and the field manager of pod status.</summary>
    public const string Kubelet = "kubelet";

    public string HostAddress => Loopback.NodeAddress.ToString();
}
