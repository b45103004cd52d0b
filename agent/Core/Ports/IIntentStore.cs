using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>
/// The journal: every accepted intent, kept in the cluster. Reads come from a copy that follows the cluster and sees the store's own
/// writes at once; writes are durable when they return, and only the leader makes them.
/// </summary>
public interface IIntentStore
{
    /// <summary>Ends once everything held has been read.</summary>
    Task WaitUntilLoadedAsync(CancellationToken cancellationToken);

    /// <summary>How many are held.</summary>
    int Count { get; }

    /// <summary>All that is held, ordered by id. Reads each of them anew.</summary>
    IReadOnlyList<StoredIntent> List();

    /// <summary>One of them; null when it is not held.</summary>
    StoredIntent? Find(string id);

    /// <summary>The generation at which an intent was removed; null when it never was, or that is forgotten.</summary>
    long? RemovedAt(string id);

    /// <summary>
    /// Whether an intent was removed, is not held, and nothing of it was stored since: objects of it were made by writes that landed late. False
    /// where a hand deleted it, for of those nothing is touched.
    /// </summary>
    bool IsOver(string id);

    /// <summary>Intents that were removed within the last hour and of which nothing was stored since: who begins to lead looks for what they left.</summary>
    IReadOnlyList<string> LatelyOver();

    /// <summary>Writes an intent; a removal recorded before is taken back.</summary>
    /// <param name="intent">What to write.</param>
    /// <param name="replaces">What was there when this was decided; null when nothing was.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been written all the same.</param>
    /// <exception cref="ClusterException">Not written. <see cref="FailureReason.Conflict"/>: something else is there now.</exception>
    Task StoreAsync(VerifiedIntent intent, StoredIntent? replaces, CancellationToken cancellationToken);

    /// <summary>Records that an intent is to be pruned and forgotten, and that its generations up to the removal's are over.</summary>
    /// <param name="removal">The removal.</param>
    /// <param name="replaces">
    /// The intent as it is held; null when it is not: the generation is remembered and observers hear that it is not held.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; it may have been written all the same.</param>
    /// <exception cref="ClusterException">Not written. <see cref="FailureReason.Conflict"/>: something else is there now.</exception>
    Task RecordRemovalAsync(VerifiedIntent removal, StoredIntent? replaces, CancellationToken cancellationToken);

    /// <summary>
    /// Takes charge of an intent, if it is still as it was read: from here on no earlier leader's write of it is taken any more.
    /// </summary>
    /// <returns>The intent as it is held now.</returns>
    /// <exception cref="ClusterException">Not done. <see cref="FailureReason.Conflict"/>: something else is there now.</exception>
    Task<StoredIntent> ClaimAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>Holds a local intent: once deleted its resource stays until it is let go of.</summary>
    /// <returns>The intent as it is held now.</returns>
    /// <exception cref="ClusterException">Not done. <see cref="FailureReason.Conflict"/>: something else is there now.</exception>
    Task<StoredIntent> HoldAsync(StoredIntent intent, CancellationToken cancellationToken);

    /// <summary>Writes the status, if it is another than the one held, and the intent is still as it was read.</summary>
    /// <returns>The intent as it is held now.</returns>
    /// <exception cref="ClusterException">Not written. <see cref="FailureReason.Conflict"/>: something else is there now.</exception>
    Task<StoredIntent> WriteStatusAsync(StoredIntent intent, IntentStatus status, CancellationToken cancellationToken);

    /// <summary>Lets go of an intent: the resource disappears, unless it has become another meanwhile.</summary>
    /// <param name="intent">The intent as it was read.</param>
    /// <param name="removal">
    /// The signed removal that asks for it: its generation is remembered before the resource goes. Null when none does.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; it may be gone all the same.</param>
    /// <exception cref="ClusterException">Not done. <see cref="FailureReason.Conflict"/>: it has become another.</exception>
    Task ForgetAsync(StoredIntent intent, VerifiedIntent? removal, CancellationToken cancellationToken);
}
