using Pdp.History.Checking;
using Pdp.History.Events;

namespace Pdp.History.Invariants;

/// <summary>
/// Once all has settled, a status says what is: where it says that something runs well, every object of its inventory is there, is of the
/// generation that runs, and is healthy if the status is; where it says that nothing is left, nothing is. No managed object is in nobody's
/// inventory. A Job that ran may be cleaned away; an intent deleted by hand leaves its objects behind on purpose.
/// </summary>
internal sealed class StatusIsTrue : IInvariant
{
    private static readonly string[] _runs = ["Healthy", "RolledBack", "Suspended"];

    public string Name => "a status tells the truth";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        if (history is not { Journal: { } journal, Cluster: { } cluster }) return [];
        var objects = cluster.Holds.Objects.ToLookup(o => o.Intent);
        var wrong = journal.Holds.Intents.SelectMany(intent => OfIntent(history, intent, [.. objects[intent.Intent]]))
            .Concat(Orphans(history, journal.Holds, cluster.Holds));
        return wrong.Select(message => new Violation(Name, message, [journal.Record, cluster.Record]));
    }

    private static IEnumerable<string> OfIntent(PlaneHistory history, HeldByJournal intent, HeldObject[] objects)
    {
        if (intent.Status is not { } status) return [];
        if (status.Phase == "Undeployed") return objects.Select(o => $"{intent.Intent} says it is undeployed, but {o.Key} is there");
        return _runs.Contains(status.Phase)
            ? Missing(history, intent, objects).Concat(Own(intent, objects).Select(o => Unlike(history, intent.Intent, status, o)).OfType<string>())
            : [];
    }

    private static IEnumerable<string> Missing(PlaneHistory history, HeldByJournal intent, HeldObject[] objects) =>
        from key in intent.Inventory ?? []
        where !Array.Exists(objects, o => o.Key == key) && !history.Records.Any(record => record.Event is JobRan job && job.Key == key)
        select $"{intent.Intent} says {intent.Status}, but {key} is not there";

    // What is in nobody's inventory is judged as an orphan.
    private static IEnumerable<HeldObject> Own(HeldByJournal intent, HeldObject[] objects) =>
        objects.Where(o => intent.Inventory?.Contains(o.Key) != false);

    private static string? Unlike(PlaneHistory history, string intent, StatusFacts status, HeldObject o)
    {
        if (status.Phase == "Healthy" && o.IsHealthy == false) return $"{intent} says it is healthy, but {o.Key} is not";
        return o.Mark is { } mark && history.MarkOf(intent, status.Running) is { } running && mark != running
            ? $"{intent} says that generation {status.Running} ({running}) runs, but {o.Key} is of {mark}"
            : null;
    }

    private static IEnumerable<string> Orphans(PlaneHistory history, JournalHolds journal, ClusterHolds cluster)
    {
        var held = journal.Intents.ToDictionary(intent => intent.Intent);
        var edited = history.Records.Select(record => record.Event).OfType<JournalEdited>().Select(edit => edit.Intent).ToHashSet();
        return
            from o in cluster.Objects
            where !edited.Contains(o.Intent)
            let intent = held.GetValueOrDefault(o.Intent)
            where intent is null || intent.Inventory?.Contains(o.Key) == false
            select $"{o.Key} of {o.Intent} is there, but in nobody's inventory";
    }
}
