using Pdp.Protocol.Frames;

namespace Pdp.Core.Ports;

/// <summary>What discovery has found in the cluster, for whoever introduces the agent to its control plane.</summary>
public interface IClusterFacts
{
    /// <summary>The newest findings; an empty version until there are any.</summary>
    ClusterInfo Current { get; }
}
