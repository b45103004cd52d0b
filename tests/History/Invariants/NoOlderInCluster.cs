using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>
/// Objects of an intent never go back to an older generation after one of a newer was written, unless the status in the journal said
/// before that the newer one failed; and a generation that failed is not written again. An object is of the newest generation stored until
/// then that has its mark, so that the same content under a later number is that later generation's.
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
                case JournalEdited or RemovalStored:
                    progress.Restart();
                    break;
                case IntentStored { Mark: { } mark } stored:
                    progress.Stored(mark, stored.Generation);
                    break;
                case StatusWritten { Status.Failed: > 0 } written:
                    progress.Failed = written.Status.Failed;
                    break;
                case ObjectWritten { Changed: true, Mark: { } mark } written when progress.GenerationOf(mark) is { } generation:
                    if (progress.Wrong(generation) is { } wrong)
                        yield return new Violation(Name, $"{written.Key}: {wrong}", [.. progress.Newest is { } newest ? [newest] : Array.Empty<HistoryRecord>(), record]);
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

        public long Failed { get; set; }

        public HistoryRecord? Newest { get; private set; }

        public long? GenerationOf(string mark) => _generations.TryGetValue(mark, out var generation) ? generation : null;

        public void Stored(string mark, long generation) =>
            _generations[mark] = Math.Max(generation, _generations.GetValueOrDefault(mark));

        public void Restart() => (_runs, Failed, Newest) = (0, 0, null);

        public string? Wrong(long generation)
        {
            if (generation < _runs && Failed < _runs)
                return $"generation {generation} was written after {_runs}, and no status had said that {_runs} failed";
            return generation > _runs && generation <= Failed
                ? $"generation {generation} was written after the status had said that it failed"
                : null;
        }

        public void Wrote(long generation, HistoryRecord record)
        {
            if (generation != _runs) Newest = record;
            _runs = generation;
        }
    }
}
