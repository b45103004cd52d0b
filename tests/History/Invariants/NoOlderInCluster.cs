using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// Objects of an intent never go back to an older generation after one of a newer was written, unless the status in the journal said
/// before that the newer one failed; a generation that failed is not written again; and nothing of an intent is written any more once it
/// has left the journal, until it comes back under a number above its removal's. An object is of the newest generation stored until then
/// that has its mark, so that the same content under a later number is that later generation's.
/// </summary>
internal sealed class NoOlderInCluster : IInvariant
{
    public string Name => "no older generation after a newer one in the cluster";

    public IEnumerable<Violation> Check(PlaneHistory history)
    {
        var intents = new Dictionary<string, Progress>();
        foreach (var record in history.Records)
        {
            if (record.Event is not IAboutIntent about) continue;
            if (!intents.TryGetValue(about.Intent, out var progress)) intents[about.Intent] = progress = new Progress();
            switch (record.Event)
            {
                case JournalEdited:
                    progress.Restart();
                    break;
                case RemovalStored removal:
                    progress.Removal = removal.Generation;
                    break;
                case IntentGone:
                    progress.Gone(record);
                    break;
                case IntentStored { Mark: { } mark } stored:
                    progress.Stored(mark, stored.Generation);
                    break;
                case StatusWritten { Status.Failed: > 0 } written:
                    progress.Announce(written.Status.Failed);
                    break;
                case ObjectWritten { Changed: true, Mark: { } mark } written when progress.GenerationOf(mark) is { } generation:
                    if (progress.Wrong(generation) is { } wrong)
                        yield return new Violation(Name, $"{written.Key}: {wrong}", [.. progress.Evidence, record]);
                    else
                        progress.Wrote(generation, record);
                    break;
            }
        }
    }

    private sealed class Progress
    {
        private readonly Dictionary<string, long> _generations = [];
        private long _runs;
        private long _failed;
        private bool _isAnnounced;

        public long Removal { get; set; }

        public HistoryRecord[] Evidence { get; private set; } = [];

        public long? GenerationOf(string mark) => _generations.TryGetValue(mark, out var generation) ? generation : null;

        public void Stored(string mark, long generation) =>
            _generations[mark] = Math.Max(generation, _generations.GetValueOrDefault(mark));

        public void Restart() => (_runs, _failed, Removal, Evidence) = (0, 0, 0, []);

        public void Announce(long failed)
        {
            if (failed > _failed) (_failed, _isAnnounced) = (failed, true);
        }

        // A pass that was under way when the removal came may write to its end; after the intent has left the journal nobody may.
        public void Gone(HistoryRecord record) => (_runs, _failed, Evidence) = (Removal, 0, [record]);

        // One announcement allows one way back: what is gone back to is the last good one, and there is nothing behind it.
        public string? Wrong(long generation)
        {
            if (generation < _runs && !(_isAnnounced && _failed >= _runs))
                return $"generation {generation} was written after {_runs}, and no status had said that {_runs} failed";
            return generation > _runs && generation <= _failed
                ? $"generation {generation} was written after the status had said that it failed"
                : null;
        }

        public void Wrote(long generation, HistoryRecord record)
        {
            if (generation == _runs) return;
            Evidence = [record];
            (_runs, _isAnnounced) = (generation, false);
        }
    }
}
