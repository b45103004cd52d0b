using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster;

/// <summary>Stands before every write: an agent that is not certain to lead writes nothing, so two never both act.</summary>
/// <param name="leadership">Who leads.</param>
internal sealed class WriteFence(ILeadership leadership)
{
    /// <summary>Passes only while this agent leads.</summary>
    /// <exception cref="ClusterException">It does not, or is not certain to.</exception>
    public void Pass()
    {
        if (!leadership.IsLeader)
            throw new ClusterException(FailureReason.ClusterUnavailable, "This agent does not lead now; the one that leads will do it.");
    }
}
