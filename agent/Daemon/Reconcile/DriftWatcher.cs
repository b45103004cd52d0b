using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>
/// Wakes the intent a changed object belongs to: the one its label names, or all that share it, as with namespaces. What a pass writes itself comes
/// here too: it is looked at once more when the pass is over, for the API server may have made something else of it.
/// </summary>
internal sealed class DriftWatcher(ReconcileQueue queue, SharedObjects shared) : IObjectObserver
{
    /// <inheritdoc/>
    public void Changed(ObjectKey key, string? intentId)
    {
        if (intentId is not null) queue.WakeForChange(intentId);
        foreach (var owner in shared.OwnersOf(key))
        {
            if (owner != intentId) queue.WakeForChange(owner);
        }
    }
}

/// <summary>Which intents list an object in their inventory. Safe for any number of threads.</summary>
internal sealed class SharedObjects : IIntentObserver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string, string?, string), HashSet<string>> _owners = [];

    /// <summary>The intents that list it.</summary>
    public IReadOnlyList<string> OwnersOf(ObjectKey key)
    {
        lock (_lock) return _owners.TryGetValue(key.Identity, out var owners) ? [.. owners] : [];
    }

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        lock (_lock)
        {
            foreach (var identity in Identities(before))
            {
                if (!_owners.TryGetValue(identity, out var owners)) continue;
                owners.Remove(id);
                if (owners.Count == 0) _owners.Remove(identity);
            }
            foreach (var identity in Identities(after))
            {
                if (!_owners.TryGetValue(identity, out var owners)) _owners.Add(identity, owners = []);
                owners.Add(id);
            }
        }
    }

    private static IEnumerable<(string, string, string?, string)> Identities(StoredIntent? intent) =>
        (intent?.Status.Inventory ?? []).Select((InventoryEntry entry) => ObjectKey.Of(entry).Identity);
}
