using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis.Requests;

/// <summary>Makes requests by endpoint of what pods counted between two moments.</summary>
public static class EndpointTally
{
    /// <summary>Most endpoints of a component; those with the fewest requests beyond are told as one, <see cref="Others"/>.</summary>
    public const int MostEndpoints = 40;

    /// <summary>The value of the label <c>endpoint</c> that stands for all endpoints that are not told one by one.</summary>
    public const string Others = "others";

    private const int MostChars = 200;

    /// <summary>The metrics to read for it.</summary>
    /// <param name="specs">What a component says of its requests.</param>
    public static IReadOnlySet<string> Metrics(IReadOnlyList<RequestsSpec> specs) =>
        Counters(specs).Concat(Histograms(specs)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The requests by endpoint; none where the pods tell no counter of requests.</summary>
    /// <param name="specs">What a component says of its requests.</param>
    /// <param name="before">What had been counted at the first moment.</param>
    /// <param name="now">What had been counted at the second.</param>
    public static IReadOnlyList<EndpointRequests> Of(IReadOnlyList<RequestsSpec> specs, RequestCounters before, RequestCounters now)
    {
        if (Counters(specs).FirstOrDefault(now.Has) is not { } counter) return [];
        var counted = Since(now, before, counter);
        var told = Histograms(specs).FirstOrDefault(now.Has) is { } histogram ? Since(now, before, histogram) : [];
        var busiest = counted.OrderByDescending(one => one.Value.Sum(sample => sample.Value)).ThenBy(one => one.Key, StringComparer.Ordinal).ToList();
        var single = busiest.Count <= MostEndpoints ? busiest : busiest.GetRange(0, MostEndpoints - 1);
        var all = single.Select(one => Endpoint(Labels(one.Value[0]), one.Value, told.GetValueOrDefault(one.Key) ?? [])).ToList();
        if (busiest.Count == single.Count) return all;
        var rest = busiest.Skip(single.Count).ToList();
        all.Add(Endpoint(
            new Dictionary<string, string> { ["endpoint"] = Others }, [.. rest.SelectMany(one => one.Value)], [.. rest.SelectMany(one => told.GetValueOrDefault(one.Key) ?? [])]));
        return all;
    }

    private static EndpointRequests Endpoint(IReadOnlyDictionary<string, string> labels, List<MetricSample> counted, List<MetricSample> buckets)
    {
        var tellsStatus = counted.TrueForAll(sample => RequestMetrics.IsError(sample) is not null);
        double? errors = tellsStatus ? counted.Where(sample => RequestMetrics.IsError(sample) == true).Sum(sample => sample.Value) : null;
        return new EndpointRequests(labels, counted.Sum(sample => sample.Value), errors, LatencyHistogram.Of(buckets));
    }

    private static Dictionary<string, List<MetricSample>> Since(RequestCounters now, RequestCounters before, string metric) => now.Since(before, metric)
        .Where(sample => double.IsFinite(sample.Value))
        .GroupBy(sample => string.Join('\n', Labels(sample).Select(label => $"{label.Key}={label.Value}")), StringComparer.Ordinal)
        .ToDictionary(endpoint => endpoint.Key, endpoint => endpoint.ToList(), StringComparer.Ordinal);

    private static Dictionary<string, string> Labels(MetricSample sample) => RequestMetrics.EndpointLabels
        .Where(sample.Labels.ContainsKey)
        .ToDictionary(label => label, label => sample.Labels[label] is var value && value.Length > MostChars ? value[..MostChars] : value, StringComparer.Ordinal);

    private static IEnumerable<string> Counters(IReadOnlyList<RequestsSpec> specs) =>
        Own(specs, RequestsMeasure.ErrorRate).Concat(RequestMetrics.Counters).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Histograms(IReadOnlyList<RequestsSpec> specs) =>
        Own(specs, RequestsMeasure.Latency).Concat(RequestMetrics.Histograms).Select(RequestMetrics.BucketsOf).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Own(IReadOnlyList<RequestsSpec> specs, RequestsMeasure measure) =>
        specs.Where(spec => spec.Measure == measure).Select(spec => spec.Metric).OfType<string>();
}
