using Pdp.History.Events;
using Pdp.Story.Wire;

namespace Pdp.Cutter.Watching;

/// <summary>Makes events of changes: what is told is what differs from the change before.</summary>
internal sealed class ClusterEvents(ForeignHands foreign)
{
    private readonly Dictionary<string, HeldByJournal> _intents = [];
    private readonly Dictionary<string, string> _contents = [];
    private readonly Dictionary<string, (string Actor, long Term)> _charges = [];
    private readonly Dictionary<string, long> _removals = [];
    private readonly HashSet<string> _ran = [];
    private (string Holder, long Term) _lease;

    /// <summary>Reads changes.</summary>
    /// <param name="changes">All of them, by version.</param>
    public IEnumerable<SeenEvent> Read(IEnumerable<Change> changes) =>
        from change in changes
        from seen in change.What switch
        {
            "intents" => OfIntent(change),
            "leases" => OfLease(change),
            ClusterWatcher.Removed => OfRemovals(change),
            _ => OfObject(change),
        }
        select new SeenEvent(change.Version, change.At, seen.Actor, seen.Event);

    private IEnumerable<(string Actor, HistoryEvent Event)> OfIntent(Change change)
    {
        var id = ClusterPaths.NameOf(change.Item);
        var before = _intents.GetValueOrDefault(id);
        if (change.IsDeleted)
        {
            _intents.Remove(id);
            _charges.Remove(id);
            yield return ("agent", new IntentGone(id));
            yield break;
        }

        var now = ClusterReading.Held(change.Item);
        _intents[id] = now;
        // The token on an Intent says who took charge of it, which comes last of all; it is not that of whoever stores a generation.
        var charge = ClusterReading.WriterOf(change.Item);
        if (_charges.TryGetValue(id, out var earlier) && earlier != charge) yield return (charge.Actor, new IntentClaimed(id, charge.Term));
        _charges[id] = charge;
        if (before is null || (before.Generation, before.Hash) != (now.Generation, now.Hash))
            yield return ("agent", new IntentStored(id, now.Generation, now.Hash, Mark: ClusterReading.MarkInDocument(Jws(change, "jws"))));
        if (now.IsRemoval && before is not { IsRemoval: true })
            yield return ("agent", new RemovalStored(id, ClusterReading.GenerationInDocument(Jws(change, "removal"))));
        if (now.Status is { } status && status != before?.Status) yield return ("agent", new StatusWritten(id, status));
    }

    private IEnumerable<(string Actor, HistoryEvent Event)> OfObject(Change change)
    {
        var item = change.Item;
        if (ClusterPaths.NamespaceOf(item) == ClusterWatcher.AgentNamespace) yield break;
        var (key, intent, isForeign) = (ClusterReading.Key(change.What, item), ClusterReading.IntentOf(item), foreign.Made(change));
        if (change.IsDeleted)
        {
            _contents.Remove(key);
            yield return isForeign ? ("person", new ObjectDisturbed(key, intent)) : ("agent", new ObjectDeleted(key, intent));
            yield break;
        }

        var content = ClusterReading.Content(item);
        var isNew = !_contents.TryGetValue(key, out var before);
        var (writer, term) = ClusterReading.WriterOf(item);
        if (isForeign) yield return ("person", new ObjectDisturbed(key, intent));
        // What is not there has no version a late write could miss: a create may land once, and is found and pruned.
        else if (before != content)
            yield return (writer, new ObjectWritten(key, intent, content, ClusterReading.MarkOf(item), isNew ? 0 : term));
        _contents[key] = content;
        if (change.What == "jobs" && ClusterReading.HasEnded(item) && _ran.Add(change.Uid))
            yield return ("cluster", new JobRan(key, intent, change.Uid));
    }

    private IEnumerable<(string Actor, HistoryEvent Event)> OfRemovals(Change change)
    {
        foreach (var (intent, generation) in ClusterReading.Removals(change.Item))
        {
            if (_removals.GetValueOrDefault(intent) >= generation) continue;
            _removals[intent] = generation;
            yield return ("agent", new RemovalStored(intent, generation));
        }
    }

    private IEnumerable<(string Actor, HistoryEvent Event)> OfLease(Change change)
    {
        var spec = change.Item["spec"];
        var lease = ((string?)spec?["holderIdentity"] ?? "", (long?)spec?["leaseTransitions"] ?? 0);
        if (change.IsDeleted || lease == _lease || lease.Item1.Length == 0) yield break;
        _lease = lease;
        yield return (ClusterReading.ActorOf(lease.Item1), new LeaseTaken(_lease.Term));
    }

    private static string Jws(Change change, string field) => (string)change.Item["spec"]![field]!;
}
