using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// A Job that ran to its end is not run again. It may be after its intent was removed, after the agent deleted it on purpose, and where
/// somebody took it away before the agent had written down that it ended: then the agent cannot know.
/// </summary>
internal sealed class JobsRunOnce : IInvariant
{
    public string Name => "a job runs once";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var ran = new Dictionary<string, HistoryRecord>();
        var known = new HashSet<string>();
        foreach (var record in history.Records)
        {
            switch (record.Event)
            {
                case JobRan job when ran.TryGetValue(job.Key, out var first) && ((JobRan)first.Event).Uid != job.Uid:
                    yield return new Violation(Name, $"{job.Key} of {job.Intent} ran to its end twice", [first, record]);
                    break;
                case JobRan job:
                    ran[job.Key] = record;
                    break;
                case StatusWritten { Status.Phase: "Healthy" } written:
                    known.UnionWith(KeysOf(ran, written.Intent));
                    break;
                case ObjectDisturbed disturbed when !known.Contains(disturbed.Key):
                    ran.Remove(disturbed.Key);
                    break;
                case ObjectDeleted deleted:
                    Forget(deleted.Key);
                    break;
                case RemovalStored or JournalEdited:
                    foreach (var key in KeysOf(ran, ((IAboutIntent)record.Event).Intent).ToList()) Forget(key);
                    break;
            }
        }

        void Forget(string key)
        {
            ran.Remove(key);
            known.Remove(key);
        }
    }

    private static IEnumerable<string> KeysOf(Dictionary<string, HistoryRecord> ran, string intent) =>
        ran.Where(job => ((JobRan)job.Value.Event).Intent == intent).Select(job => job.Key);
}
