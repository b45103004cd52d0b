using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview;

/// <summary>
/// The journal with what is planned together laid over it: of each other these documents are taken to have become healthy, so that what
/// waits for one another can be looked at at once. Nothing is ever written.
/// </summary>
internal sealed class PlannedIntents(IIntentStore held) : IIntentStore
{
    private readonly Dictionary<string, StoredIntent> _planned = [];

    /// <summary>Lays a document over what is held.</summary>
    public void Plan(VerifiedIntent intent)
    {
        var there = Of(intent, held.Find(intent.Stamp.Id));
        var status = there.Status with { Phase = IntentPhase.Healthy, ObservedGeneration = intent.Stamp.Generation };
        _planned[intent.Stamp.Id] = there with { Status = status };
    }

    /// <summary>What is held of an intent, without what is planned; null when nothing is.</summary>
    public StoredIntent? Held(string id) => held.Find(id);

    /// <summary>An intent as it would be held once its document was stored.</summary>
    public static StoredIntent Of(VerifiedIntent intent, StoredIntent? there)
    {
        var metadata = intent.Intent.Metadata;
        return (there ?? new StoredIntent { Id = intent.Stamp.Id, Uid = "", ResourceVersion = "" }) with
        {
            Jws = LocalIntents.IsLocal(intent.Stamp.Id) ? null : intent.Jws,
            Document = LocalIntents.IsLocal(intent.Stamp.Id) ? intent.Jws : null,
            RemovalJws = null,
            Generation = intent.Stamp.Generation,
            Hash = intent.Stamp.Hash,
            Tenant = $"{metadata.Organization}/{metadata.Project}",
        };
    }

    /// <inheritdoc/>
    public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) => held.WaitUntilLoadedAsync(cancellationToken);

    /// <inheritdoc/>
    public int Count => List().Count;

    /// <inheritdoc/>
    public IReadOnlyList<StoredIntent> List() => [.. held.List().Where(intent => !_planned.ContainsKey(intent.Id)), .. _planned.Values];

    /// <inheritdoc/>
    public StoredIntent? Find(string id) => _planned.GetValueOrDefault(id) ?? held.Find(id);

    /// <inheritdoc/>
    public long? RemovedAt(string id) => held.RemovedAt(id);

    /// <inheritdoc/>
    public bool IsOver(string id) => held.IsOver(id);

    /// <inheritdoc/>
    public IReadOnlyList<string> LatelyOver() => held.LatelyOver();

    /// <inheritdoc/>
    public Task StoreAsync(VerifiedIntent intent, StoredIntent? replaces, CancellationToken cancellationToken) => throw Defect();

    /// <inheritdoc/>
    public Task RecordRemovalAsync(VerifiedIntent removal, StoredIntent? replaces, CancellationToken cancellationToken) => throw Defect();

    /// <inheritdoc/>
    public Task<StoredIntent> ClaimAsync(StoredIntent intent, CancellationToken cancellationToken) => throw Defect();

    /// <inheritdoc/>
    public Task<StoredIntent> HoldAsync(StoredIntent intent, CancellationToken cancellationToken) => throw Defect();

    /// <inheritdoc/>
    public Task<StoredIntent> WriteStatusAsync(StoredIntent intent, IntentStatus status, CancellationToken cancellationToken) => throw Defect();

    /// <inheritdoc/>
    public Task ForgetAsync(StoredIntent intent, VerifiedIntent? removal, CancellationToken cancellationToken) => throw Defect();

    private static InvalidOperationException Defect() => new("A plan tried to write; nothing was written.");
}
