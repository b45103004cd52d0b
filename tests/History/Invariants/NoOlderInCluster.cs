using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// Objects of an intent never go back to an older generation after one of a newer was written, unless the status in the journal said
/// before that the newer one failed, or a still newer one took its place in the journal before it was said to run: then what is said to run
/// may be gone back to; so may it once a hand has edited the journal, until a document is stored again, for nothing else is believed then. A generation that failed is not written again; and nothing of an intent is written any more once it has left the
/// journal, until it comes back under a number above its removal's. A create that was under way when any of this happened may land, and so may
/// another write on an object that nobody has touched since it was sent: it is what the object was to be when it was seen last. An object is
/// of the newest generation stored until then that has its mark, so that the same content under a later number is that later generation's.
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
                case StatusWritten written:
                    progress.Said(written.Status, record);
                    break;
                // Sent before the newer one was begun: it is no way back, and takes none from whoever has been allowed one.
                case ObjectWritten { Changed: true, Mark: { } mark } late when progress.GenerationOf(mark) is { } generation && progress.IsLate(late, generation):
                    break;
                case ObjectWritten { Changed: true, Mark: { } mark } written when progress.GenerationOf(mark) is { } generation:
                    if (progress.Wrong(generation) is not { } wrong)
                        progress.Wrote(generation, record);
                    else if (!((IAgentWrite)written).WasUnderWay(wrong.Since) && !progress.IsAsSent(written, wrong.Since))
                        yield return new Violation(Name, $"{written.Key}: {wrong.Why}", [wrong.Since, record]);
                    break;
            }
            progress.Touched(record);
        }
    }

    private sealed class Progress
    {
        private readonly Dictionary<string, long> _generations = [];
        private readonly HashSet<long> _failures = [];
        private readonly Dictionary<string, long> _touched = [];
        private (long Generation, HistoryRecord? Since) _runs;
        private (long Generation, HistoryRecord? Since) _failed;
        private long _stored;
        private long _saidToRun;
        private bool _isAnnounced;
        private bool _isEdited;

        public long Removal { get; set; }

        // Nobody looks after what is written any more, and it was never said to be good.
        private bool IsSuperseded => _stored > _runs.Generation && _saidToRun < _runs.Generation;

        public long? GenerationOf(string mark) => _generations.TryGetValue(mark, out var generation) ? generation : null;

        public void Stored(string mark, long generation)
        {
            (_stored, _isEdited) = (generation, false);
            _generations[mark] = Math.Max(generation, _generations.GetValueOrDefault(mark));
        }

        public void Restart()
        {
            (_runs, _failed, Removal) = (default, default, 0);
            _failures.Clear();
            _isEdited = true;
        }

        public void Said(StatusFacts status, HistoryRecord record)
        {
            _saidToRun = status.Running;
            if (status.Failed <= _failed.Generation) return;
            (_failed, _isAnnounced) = ((status.Failed, record), true);
            _failures.Add(status.Failed);
        }

        // A pass that was under way when the removal came may write to its end; after the intent has left the journal nobody may.
        public void Gone(HistoryRecord record) => (_runs, _failed, _saidToRun) = ((Removal, record), default, 0);

        // One announcement allows one way back: what is gone back to is the last good one, and there is nothing behind it.
        public (string Why, HistoryRecord Since)? Wrong(long generation)
        {
            var (runs, failed) = (_runs.Generation, _failed.Generation);
            var mayGoBack = (_isAnnounced && failed >= runs) || ((IsSuperseded || _isEdited) && generation == _saidToRun);
            if (generation < runs && !mayGoBack)
                return ($"generation {generation} was written after {runs}, and no status had said that {runs} failed", _runs.Since!);
            // Where a hand in the journal made all begin anew, what is gone back to may be newer than anything written since; it never failed.
            var isWayBack = _isAnnounced && !_failures.Contains(generation);
            return generation > runs && generation <= failed && !isWayBack
                ? ($"generation {generation} was written after the status had said that it failed", _failed.Since!)
                : null;
        }

        public bool IsLate(ObjectWritten written, long generation) =>
            generation < _runs.Generation && _runs.Since is { } since && (((IAgentWrite)written).WasUnderWay(since) || IsAsSent(written, since));

        public bool IsAsSent(ObjectWritten written, HistoryRecord since) =>
            written.Sent < since.Number && _touched.GetValueOrDefault(written.Key) <= written.Sent;

        public void Touched(HistoryRecord record)
        {
            if (KeyOf(record.Event) is { } key) _touched[key] = record.Number;
        }

        private static string? KeyOf(HistoryEvent happened) => happened switch
        {
            ObjectWritten { Changed: true, Key: var key } => key,
            ObjectDeleted { Key: var key } => key,
            ObjectDisturbed { Key: var key } => key,
            _ => null,
        };

        public void Wrote(long generation, HistoryRecord record)
        {
            if (generation == _runs.Generation) return;
            (_runs, _isAnnounced) = ((generation, record), false);
        }
    }
}
