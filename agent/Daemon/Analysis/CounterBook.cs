using System.Collections.Concurrent;
using Pdp.Core.Analysis;
using Pdp.Core.Analysis.Requests;

namespace Pdp.Daemon.Analysis;

/// <summary>
/// What pods had counted when they were measured last. Kept in memory alone: whoever does not know counts from the beginning of the pods, which is true
/// as well.
/// </summary>
internal sealed class CounterBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Namespace, string Workload, string Analysis), (RequestCounters Counters, DateTimeOffset Until)> _known = new();

    /// <summary>What was counted at the measurement before; nothing when that is not known.</summary>
    public RequestCounters Before(AnalysisSubject subject, string analysis) =>
        _known.TryGetValue(Key(subject, analysis), out var entry) ? entry.Counters : RequestCounters.None;

    /// <summary>Remembers what is counted now, until it has not been asked for longer than is usual.</summary>
    /// <param name="subject">Of what.</param>
    /// <param name="analysis">By which analysis.</param>
    /// <param name="counters">What was counted.</param>
    /// <param name="interval">When it is measured next.</param>
    public void Note(AnalysisSubject subject, string analysis, RequestCounters counters, TimeSpan interval)
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _known)
        {
            if (entry.Until < now) _known.TryRemove(key, out _);
        }
        _known[Key(subject, analysis)] = (counters, now + (2 * interval) + TimeSpan.FromMinutes(5));
    }

    private static (string, string, string) Key(AnalysisSubject subject, string analysis) => (subject.Namespace, subject.Workload, analysis);
}
