using Pdp.Core.Ports;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>An honest blank where the host registers nobody who looks at the cluster.</summary>
internal sealed class UnknownCluster : IClusterFacts
{
    public ClusterInfo Current { get; } = new("", []);
}
