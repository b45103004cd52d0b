using Pdp.Core.Health;
using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Whoever leads callers to versions, as passes over intents see it.</summary>
internal interface IVersions
{
    /// <summary>A pass came to its end.</summary>
    /// <param name="intentId">The intent.</param>
    /// <param name="version">What leads to what runs of it; null when it has no track, or nothing could be rendered.</param>
    /// <param name="status">Its status now.</param>
    /// <param name="isLeaving">Whether it is to be undeployed, suspended or removed.</param>
    void Note(string intentId, StableVersion? version, IntentStatus status, bool isLeaving);

    /// <summary>Nothing is left of an intent.</summary>
    void Forget(string intentId);

    /// <summary>Leads callers to what runs of an intent now, before pods of it go that they may still be led to.</summary>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    Task LeadAsync(string intentId, StableVersion? version, IntentStatus status, CancellationToken cancellationToken);

    /// <summary>Leads callers elsewhere before the pods of an intent go.</summary>
    /// <exception cref="ClusterException">The cluster cannot be reached.</exception>
    Task LeaveAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>Health of the routes that lead to a major version, by the ids a status would give them.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    Task<IReadOnlyList<(string Id, ObjectHealth Health)>> RoutesAsync(StableVersion version, CancellationToken cancellationToken);
}
