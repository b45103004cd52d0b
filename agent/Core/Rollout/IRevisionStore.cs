using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

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

    /// <summary>
    /// Writes down the first rollout of an intent before anything of it is made: the revision, which is no way back before the journal says that it
    /// ran, and the status it begins with. One write instead of two.
    /// </summary>
    /// <param name="intent">The intent; there is no last good revision of it.</param>
    /// <param name="revision">What is rolled out.</param>
    /// <param name="status">The status it begins with, with the inventory.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been written all the same.</param>
    /// <returns>False when it is too large to be kept: the status is to be written into the journal then.</returns>
    /// <exception cref="ClusterException">Not written.</exception>
    Task<bool> BeginAsync(StoredIntent intent, Revision revision, IntentStatus status, CancellationToken cancellationToken);

    /// <summary>The intent with the status its first rollout began with, for as long as the journal has not been told of that; else as it is.</summary>
    /// <exception cref="ClusterException">It could not be read.</exception>
    Task<StoredIntent> RecallAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>
    /// Another revision is about to be called the one that runs: if the first one ran, it is a way back from here on, whatever the journal says of it.
    /// </summary>
    /// <exception cref="ClusterException">Not written.</exception>
    Task SettleAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>Keeps a revision in the place of the one before; no write when the same one is kept.</summary>
    /// <returns>False when it is too large to be kept; the one before is gone then all the same, for it would be a wrong way back.</returns>
    /// <exception cref="ClusterException">Not kept.</exception>
    Task<bool> KeepAsync(StoredIntent intent, Revision revision, CancellationToken cancellationToken);
}
