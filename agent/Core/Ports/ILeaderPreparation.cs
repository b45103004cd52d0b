namespace Pdp.Core.Ports;

/// <summary>What an agent must know before it acts as the leader, since another may have led before it.</summary>
public interface ILeaderPreparation
{
    /// <summary>Learns it anew.</summary>
    /// <exception cref="ClusterException">Not now; to be tried again, and nothing is done before it succeeds.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);
}
