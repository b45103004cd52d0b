using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// Once all has settled, the newest change an operator was promised is what the plane came to: it is in the journal with the promised
/// content (or was refused in so many words), it was worked on until it came to rest, and what was removed is gone. A change nobody was
/// promised, because the answer was lost, may count as well: then the newest the control plane holds is judged.
/// </summary>
internal sealed class AppliedInTheEnd : IInvariant
{
    private static readonly string[] _unrest = ["Pending", "Progressing", "Removing"];

    public string Name => "every accepted intent is applied in the end";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        if (history.Journal is not { } journal) yield break;
        var held = journal.Holds.Intents.ToDictionary(intent => intent.Intent);
        var wanted = Wanted(history);
        var refused = Refused(history);
        foreach (var promise in wanted.Values.OrderBy(promise => promise.Record.Number))
        {
            if (refused.Contains((promise.Intent, promise.Generation)) && promise.EndsIn?.Contains("Refused") != false) continue;
            var wrong = promise.IsRemoval ? Left(promise, held, history) : Missed(promise, held.GetValueOrDefault(promise.Intent));
            if (wrong is not null) yield return new Violation(Name, wrong, [promise.Record, journal.Record]);
        }
    }

    private static Dictionary<string, Promise> Wanted(PlaneHistory history)
    {
        var wanted = new Dictionary<string, Promise>();
        foreach (var record in history.Records)
        {
            if (Promise.Of(record) is { } promise && promise.Generation >= (wanted.GetValueOrDefault(promise.Intent)?.Generation ?? 0))
                wanted[promise.Intent] = promise;
        }

        foreach (var stub in history.Stub?.Holds.Intents ?? [])
        {
            if (stub.Generation > (wanted.GetValueOrDefault(stub.Intent)?.Generation ?? 0))
                wanted[stub.Intent] = new Promise(history.Stub!.Record, stub.Intent, stub.Generation, stub.Hash, stub.IsRemoval, null);
        }

        return wanted;
    }

    private static HashSet<(string, long)> Refused(PlaneHistory history) =>
    [
        .. history.Records.Select(record => record.Event switch
        {
            AckSent { Outcome: AckOutcome.Refused } ack => (ack.Intent, ack.Generation),
            AckKept { Outcome: AckOutcome.Refused } ack => (ack.Intent, ack.Generation),
            _ => ("", 0),
        }),
    ];

    private static string? Missed(Promise promise, HeldByJournal? held)
    {
        var what = $"generation {promise.Generation} of {promise.Intent} was accepted, but";
        if (held is null) return $"{what} the plane does not hold the intent in the end";
        if (held.IsRemoval) return $"{what} the intent is still being removed in the end";
        if (held.Generation < promise.Generation) return $"{what} the plane holds generation {held.Generation} in the end";
        if (held.Generation > promise.Generation) return null;
        if (promise.Hash.Length > 0 && held.Hash.Length > 0 && held.Hash != promise.Hash)
            return $"{what} the plane holds other content under this number";
        return held.Status switch
        {
            null => $"{what} the plane never worked on the intent",
            { Observed: var observed } when observed != held.Generation => $"{what} the plane has only worked on generation {observed}",
            { Phase: var phase } when _unrest.Contains(phase) => $"{what} it is still {phase} in the end",
            { Phase: var phase } when promise.EndsIn is { } may && !may.Contains(phase) =>
                $"{what} it ended {phase}, not {string.Join(" or ", may)}",
            _ => null,
        };
    }

    private static string? Left(Promise promise, Dictionary<string, HeldByJournal> held, PlaneHistory history)
    {
        var what = $"the removal of {promise.Intent} (generation {promise.Generation}) was accepted, but";
        if (held.TryGetValue(promise.Intent, out var there))
        {
            return there.Generation <= promise.Generation ? $"{what} the plane still holds the intent in the end" : null;
        }

        // An intent deleted by hand leaves its objects behind on purpose.
        if (history.Records.Any(record => record.Event is JournalEdited edit && edit.Intent == promise.Intent)) return null;
        var left = history.Cluster?.Holds.Objects.FirstOrDefault(o => o.Intent == promise.Intent);
        return left is null ? null : $"{what} {left.Key} is still there in the end";
    }

    private sealed record Promise(
        HistoryRecord Record, string Intent, long Generation, string Hash, bool IsRemoval, IReadOnlyList<string>? EndsIn)
    {
        public static Promise? Of(HistoryRecord record) => record.Event switch
        {
            IntentAccepted yes => new(record, yes.Intent, yes.Generation, yes.Hash, false, yes.EndsIn),
            RemovalAccepted yes => new(record, yes.Intent, yes.Generation, "", true, null),
            _ => null,
        };
    }
}
