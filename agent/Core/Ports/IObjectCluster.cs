using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>
/// The objects intents are made of. Reads come from a copy that follows the cluster and sees this port's own writes at once, so that
/// looking again costs no request. Only the leader writes.
/// </summary>
public interface IObjectCluster
{
    /// <summary>All that is there of an intent, among its objects and besides.</summary>
    /// <param name="intentId">The intent.</param>
    /// <param name="keys">The objects.</param>
    /// <param name="made">As for <see cref="FindAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    Task<LiveObjects> ReadAsync(
        string intentId, IReadOnlyCollection<ObjectKey> keys, IReadOnlyCollection<InventoryEntry>? made, CancellationToken cancellationToken);

    /// <summary>
    /// The live objects among these, by <see cref="ObjectKey.Identity"/>. Some may never have been made: whether somebody else has one of those names is
    /// asked for many of them at once, and known some seconds late. A create where there is one is refused, and decided anew.
    /// </summary>
    /// <param name="keys">The objects.</param>
    /// <param name="made">
    /// What was made, or may have been: each of them that is not known from following the cluster is asked for. All of them when null.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    Task<IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject>> FindAsync(
        IReadOnlyCollection<ObjectKey> keys, IReadOnlyCollection<InventoryEntry>? made, CancellationToken cancellationToken);

    /// <summary>Pods that carry the intent's label: they say why a workload is not ready. None where the agent may not see pods.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    Task<IReadOnlyList<JsonObject>> PodsAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>Whether a namespace holds nothing but objects of this intent and what Kubernetes puts into every namespace.</summary>
    /// <returns>False also when that cannot be known for want of rights.</returns>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    Task<bool> HoldsNothingElseAsync(string intentId, string @namespace, CancellationToken cancellationToken);

    /// <summary>
    /// Takes charge of objects: from here on no earlier leader's write of them is taken any more. What this leader took charge of before,
    /// or wrote, costs nothing.
    /// </summary>
    /// <param name="keys">Which; those that are not there, or that the agent never wrote, are left alone.</param>
    /// <param name="isThorough">Whether what is not known from following the cluster is asked for.</param>
    /// <param name="cancellationToken">Gives up; some may be done.</param>
    /// <exception cref="ClusterException">Not all are done.</exception>
    Task ClaimAsync(IReadOnlyCollection<ObjectKey> keys, bool isThorough, CancellationToken cancellationToken);

    /// <summary>
    /// Server-side apply; fields another manager took are taken back. Only in the place of what was read: where that has changed in what
    /// matters, nothing is written.
    /// </summary>
    /// <param name="manifest">What is applied.</param>
    /// <param name="live">The object as it was read; null when there was none.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been written all the same.</param>
    /// <exception cref="ClusterException">Not applied.</exception>
    Task<ApplyAction> ApplyAsync(JsonObject manifest, JsonObject? live, CancellationToken cancellationToken);

    /// <summary>Deletes an object, and what it owns after it.</summary>
    /// <param name="key">Which.</param>
    /// <param name="uid">Only this one, not a later one of the same name.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been deleted all the same.</param>
    /// <returns>Whether it is gone now, or another is in its place; false while it is on its way out.</returns>
    /// <exception cref="ClusterException">Not deleted.</exception>
    Task<bool> DeleteAsync(ObjectKey key, string uid, CancellationToken cancellationToken);
}

/// <summary>What the cluster holds of an intent. Not to be changed: others read the same objects.</summary>
public sealed record LiveObjects
{
    /// <summary>The objects asked for that exist, by <see cref="ObjectKey.Identity"/>.</summary>
    public required IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject> Objects { get; init; }

    /// <summary>Persistent volume claims that carry the intent's label.</summary>
    public IReadOnlyList<JsonObject> Claims { get; init; } = [];

    /// <summary>
    /// Objects that carry the intent's label, that were not asked for, and that an agent applied: a create may have landed after it was given
    /// up, or somebody deleted the Intent by hand, and what it had made is remembered by nothing else. Of the kinds followed so far; of all
    /// once <see cref="IWritableKinds"/> are.
    /// </summary>
    public IReadOnlyList<JsonObject> Strays { get; init; } = [];
}
