using Pdp.History.Checking;
using Pdp.History.Events;

namespace Pdp.History.Invariants;

/// <summary>
/// What the agent makes was in the journal before: no object has a mark that the journal never held for its intent. Where somebody put an
/// Intent into the journal by hand, what it says is not known here and not judged.
/// </summary>
internal sealed class JournaledFirst : IInvariant
{
    public string Name => "what is applied was in the journal before";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        if (!history.Records.Any(record => record.Event is IntentStored { Mark: not null })) yield break;
        var stored = new HashSet<(string Intent, string Mark)>();
        var edited = new HashSet<string>();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case IntentStored { Mark: { } mark } intent:
                    stored.Add((intent.Intent, mark));
                    break;
                case JournalEdited edit:
                    edited.Add(edit.Intent);
                    break;
                case ObjectWritten { Changed: true, Mark: { } mark } written when !edited.Contains(written.Intent):
                    if (!stored.Contains((written.Intent, mark)))
                        yield return new Violation(
                            Name, $"{written.Key} is of {mark}, which the journal never held for {written.Intent}", [record]);
                    break;
            }
        }
    }
}
