using Pdp.Core.Analysis.Requests;
using Pdp.PlaneStore.Requests;

namespace Pdp.Daemon.Observability.Samples;

/// <summary>
/// What the pods of components had counted when they were asked last. Counters tell requests since their process began, so the first time nothing is told:
/// it would put hours into one moment. Kept in memory: an agent that begins to lead begins anew.
/// </summary>
internal sealed class RequestBook
{
    private readonly Dictionary<RequestPlace, (DateTimeOffset At, RequestCounters Counters)> _known = [];

    /// <summary>Takes what pods have counted by now.</summary>
    /// <param name="target">The component.</param>
    /// <param name="read">What those of its pods that answered have counted.</param>
    /// <param name="now">The time.</param>
    /// <returns>What was counted by endpoint since the time before, and how long that is; null the first time.</returns>
    public (TimeSpan Span, IReadOnlyList<EndpointRequests> Endpoints)? Take(
        RequestTarget target, IReadOnlyDictionary<string, IReadOnlyList<MetricSample>> read, DateTimeOffset now)
    {
        var isKnown = _known.TryGetValue(target.Place, out var last);
        var before = isKnown ? last.Counters : RequestCounters.None;
        var there = target.Pods.ToDictionary(one => one.Pod.Uid, one => one.Began, StringComparer.Ordinal);
        // Who does not answer now is compared later with what was known of it.
        var merged = new Dictionary<string, IReadOnlyList<MetricSample>>(before.ByPod.Where(pod => there.ContainsKey(pod.Key)), StringComparer.Ordinal);
        foreach (var (uid, samples) in read) merged[uid] = samples;
        _known[target.Place] = (now, new RequestCounters(merged));
        if (!isKnown || now <= last.At) return null;
        var comparable = read.Where(pod => before.ByPod.ContainsKey(pod.Key) || there.GetValueOrDefault(pod.Key) >= last.At);
        var counters = new RequestCounters(new Dictionary<string, IReadOnlyList<MetricSample>>(comparable, StringComparer.Ordinal));
        return (now - last.At, EndpointTally.Of(target.Specs, before, counters));
    }

    /// <summary>Forgets components that are not asked any more.</summary>
    public void Keep(IEnumerable<RequestTarget> targets)
    {
        var asked = targets.Select(target => target.Place).ToHashSet();
        foreach (var gone in _known.Keys.Where(place => !asked.Contains(place)).ToList()) _known.Remove(gone);
    }
}
