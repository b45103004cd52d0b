using System.Collections.Concurrent;
using Pdp.Core.Connections;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>
/// What the documents of the journal say, for whoever has to know of others' intents: only what a pinned key signed, or the customer
/// wrote. Each is verified once, when it is first asked for, and not while the journal is followed. Safe for any number of threads.
/// </summary>
/// <param name="verifier">Made when it is first needed: it may itself need the journal.</param>
internal sealed class HeldDocuments(Lazy<IIntentVerifier> verifier) : IIntentObserver
{
    private static readonly IntentStatus _nothing = new();

    private readonly ConcurrentDictionary<string, StoredIntent?> _changed = new();
    private readonly Lock _reading = new();
    private readonly Dictionary<string, TypedIntent> _documents = [];
    private readonly Dictionary<ComponentPlace, SortedSet<string>> _components = [];

    /// <summary>What an intent says; null when it is not held, or what is held is not to be believed.</summary>
    public TypedIntent? Find(string id)
    {
        lock (_reading)
        {
            CatchUp();
            return _documents.GetValueOrDefault(id);
        }
    }

    /// <summary>The intents of a component, one for each track, ordered by id; signed ones first.</summary>
    public IReadOnlyList<TypedIntent> Of(ComponentPlace place)
    {
        lock (_reading)
        {
            CatchUp();
            return _components.TryGetValue(place, out var ids)
                ? [.. ids.OrderBy(LocalIntents.IsLocal).Select(id => _documents[id])]
                : [];
        }
    }

    /// <summary>All that is held and believed, ordered by id.</summary>
    public IReadOnlyList<TypedIntent> All()
    {
        lock (_reading)
        {
            CatchUp();
            return [.. _documents.OrderBy(document => document.Key, StringComparer.Ordinal).Select(document => document.Value)];
        }
    }

    /// <summary>Takes a document as if it were held, for a plan of several.</summary>
    public void Plan(VerifiedIntent intent)
    {
        lock (_reading)
        {
            CatchUp();
            Put(intent.Stamp.Id, intent.Intent);
        }
    }

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        // Most changes are of the status alone, of which nothing is kept here.
        if (before is not null && after is not null && SaysTheSame(before, after)) return;
        _changed[id] = after is null ? null : after with { Status = _nothing };
    }

    private void CatchUp()
    {
        foreach (var id in _changed.Keys)
        {
            if (!_changed.TryRemove(id, out var now)) continue;
            if (now is null) Drop(id);
            else Put(id, Verified(now));
        }
    }

    private TypedIntent? Verified(StoredIntent stored)
    {
        var verified = LocalIntents.IsLocal(stored.Id) ? LocalReading.Read(stored).Intent
            : stored.Jws is { } jws ? verifier.Value.Verify(jws).Verified
            : null;
        return verified is { IsRemoval: false } && verified.Stamp.Id == stored.Id ? Typed(verified.Intent) : null;
    }

    private void Put(string id, TypedIntent? intent)
    {
        Drop(id);
        if (intent is null) return;
        _documents[id] = intent;
        if (ComponentPlace.Of(intent.Metadata) is not { } place) return;
        if (!_components.TryGetValue(place, out var ids)) _components.Add(place, ids = new SortedSet<string>(StringComparer.Ordinal));
        ids.Add(id);
    }

    private void Drop(string id)
    {
        if (!_documents.Remove(id, out var intent) || ComponentPlace.Of(intent.Metadata) is not { } place) return;
        var ids = _components[place];
        ids.Remove(id);
        if (ids.Count == 0) _components.Remove(place);
    }

    // As a type it says all there is to say; as JSON besides it would take the room twice.
    private static TypedIntent Typed(TypedIntent intent) => intent with { Document = intent.Document with { Spec = [] } };

    private static bool SaysTheSame(StoredIntent before, StoredIntent after) =>
        before.Uid == after.Uid && before.Jws == after.Jws && before.Document == after.Document
        && before.Generation == after.Generation && before.IsBeingDeleted == after.IsBeingDeleted;
}
