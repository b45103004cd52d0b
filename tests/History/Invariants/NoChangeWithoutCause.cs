using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// An object the agent made stays as it is until there is a cause to change it: another generation, a rollback, a rotated secret, or
/// somebody who disturbed it. Applying the same again is no change; an apply that changes the object is one, and with the content that
/// was there already it can have no cause at all.
/// </summary>
internal sealed class NoChangeWithoutCause : IInvariant
{
    public string Name => "nothing is applied twice with effect";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var causes = new Dictionary<string, int>();
        var failed = new Dictionary<string, long>();
        var last = new Dictionary<string, Applied>();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case IntentStored or RemovalStored or SecretRotated or JournalEdited:
                    Count(causes, ((IAboutIntent)record.Event).Intent);
                    break;
                case StatusWritten written when written.Status.Failed != failed.GetValueOrDefault(written.Intent):
                    failed[written.Intent] = written.Status.Failed;
                    Count(causes, written.Intent);
                    break;
                case ObjectDisturbed disturbed:
                    last.Remove(disturbed.Key);
                    break;
                case ObjectDeleted deleted:
                    last.Remove(deleted.Key);
                    break;
                case ObjectWritten { Changed: true } written:
                    var cause = causes.GetValueOrDefault(written.Intent);
                    if (last.TryGetValue(written.Key, out var before) && Wrong(before, written, cause) is { } wrong)
                        yield return new Violation(Name, wrong, [before.Record, record]);
                    last[written.Key] = new Applied(record, written, cause);
                    break;
            }
        }
    }

    private static string? Wrong(Applied before, ObjectWritten now, int cause)
    {
        if (before.Written.Content == now.Content)
            return $"{now.Key} was changed although it was so already and nobody had disturbed it";
        return before.Cause == cause && now.Mark is not null && now.Mark == before.Written.Mark
            ? $"{now.Key} was changed within one generation of {now.Intent} although nobody had disturbed it"
            : null;
    }

    private static void Count(Dictionary<string, int> causes, string intent) => causes[intent] = causes.GetValueOrDefault(intent) + 1;

    private sealed record Applied(HistoryRecord Record, ObjectWritten Written, int Cause);
}
