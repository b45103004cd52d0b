namespace Pdp.Core.Analysis.Requests;

/// <summary>What the pods of a revision had counted at one moment. A pod is told from another by its uid: one that takes the name of another counts anew.</summary>
/// <param name="ByPod">The samples of each pod.</param>
public sealed record RequestCounters(IReadOnlyDictionary<string, IReadOnlyList<MetricSample>> ByPod)
{
    /// <summary>Nothing was counted yet, as when the pods had just begun.</summary>
    public static RequestCounters None { get; } = new(new Dictionary<string, IReadOnlyList<MetricSample>>());

    /// <summary>
    /// What was counted of one metric since an earlier moment. Counters begin at nothing with their process, so a pod that was not there then counts whole,
    /// and one that tells less than before began anew meanwhile.
    /// </summary>
    public IReadOnlyList<MetricSample> Since(RequestCounters before, string metric) =>
    [
        .. from pod in ByPod
           let then = Of(before.ByPod.GetValueOrDefault(pod.Key) ?? [], metric)
           from sample in Of(pod.Value, metric).Values
           let was = then.GetValueOrDefault(KeyOf(sample))?.Value ?? 0
           select sample with { Value = sample.Value >= was ? sample.Value - was : sample.Value },
    ];

    /// <summary>Whether any pod tells a metric.</summary>
    public bool Has(string metric) => ByPod.Values.Any(samples => samples.Any(sample => sample.Name == metric));

    private static Dictionary<string, MetricSample> Of(IReadOnlyList<MetricSample> samples, string metric)
    {
        var known = new Dictionary<string, MetricSample>(StringComparer.Ordinal);
        foreach (var sample in samples.Where(sample => sample.Name == metric))
            known[KeyOf(sample)] = sample;
        return known;
    }

    private static string KeyOf(MetricSample sample) =>
        string.Join('\n', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
}
