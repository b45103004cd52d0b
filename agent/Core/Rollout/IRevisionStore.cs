using Pdp.Core.Ports;

namespace Pdp.Core.Rollout;

/// <summary>The last revision of each intent that was healthy, kept in the cluster, so that going back needs nothing from outside.</summary>
public interface IRevisionStore
{
    /// <summary>Which revision is kept; null when there is none, as when it was too large.</summary>
    /// <exception cref="ClusterException">It could not be read.</exception>
    Task<RevisionMark?> KeptAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>The last good revision; null when there is none, or what is kept is damaged.</summary>
    /// <exception cref="ClusterException">It could not be read.</exception>
    Task<Revision?> FindAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>Takes charge of what is kept: from here on no earlier leader's write of it is taken any more.</summary>
    /// <exception cref="ClusterException">Not done.</exception>
    Task ClaimAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>Keeps a revision in the place of the one before; no write when the same one is kept.</summary>
    /// <returns>False when it is too large to be kept; the one before is gone then all the same, for it would be a wrong way back.</returns>
    /// <exception cref="ClusterException">Not kept.</exception>
    Task<bool> KeepAsync(StoredIntent intent, Revision revision, CancellationToken cancellationToken);
}
