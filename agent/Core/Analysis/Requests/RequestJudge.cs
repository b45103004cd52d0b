using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis.Requests;

/// <summary>Makes one number of what pods counted between two moments; or says why there is none, which never passes.</summary>
public static class RequestJudge
{
    /// <summary>The value.</summary>
    /// <param name="spec">What is measured.</param>
    /// <param name="before">What had been counted at the measurement before; nothing at the first.</param>
    /// <param name="now">What is counted now.</param>
    public static (double? Value, string Why) Measure(RequestsSpec spec, RequestCounters before, RequestCounters now)
    {
        var names = RequestMetrics.Of(spec);
        if (names.FirstOrDefault(now.Has) is not { } metric)
            return (null, $"the pods tell no {string.Join(" or ", names)}");
        var counted = now.Since(before, metric);
        return spec.Measure == RequestsMeasure.Latency ? Latency(spec, counted) : ErrorRate(spec, metric, counted);
    }

    private static (double? Value, string Why) ErrorRate(RequestsSpec spec, string metric, IReadOnlyList<MetricSample> counted)
    {
        if (counted.Any(sample => RequestMetrics.IsError(sample) is null))
            return (null, $"{metric} has no label for the status code");
        var all = counted.Sum(sample => sample.Value);
        return TooFew(spec, all) is { } why ? (null, why) : (counted.Where(sample => RequestMetrics.IsError(sample) == true).Sum(sample => sample.Value) / all, "");
    }

    // As Prometheus' histogram_quantile estimates it: evenly spread within the bucket. Beyond the last bound nothing is known.
    private static (double? Value, string Why) Latency(RequestsSpec spec, IReadOnlyList<MetricSample> counted)
    {
        var buckets = counted.Select(sample => (Bound: BoundOf(sample), sample.Value)).Where(bucket => !double.IsNaN(bucket.Bound))
            .GroupBy(bucket => bucket.Bound, bucket => bucket.Value)
            .Select(bound => (Bound: bound.Key, Count: bound.Sum()))
            .OrderBy(bucket => bucket.Bound)
            .ToList();
        if (buckets is [] || !double.IsPositiveInfinity(buckets[^1].Bound))
            return (null, "the histogram has no bucket +Inf");
        var all = buckets[^1].Count;
        if (TooFew(spec, all) is { } why)
            return (null, why);
        var rank = spec.Percentile / 100.0 * all;
        var i = buckets.FindIndex(bucket => bucket.Count >= rank);
        if (i < 0 || i == buckets.Count - 1)
            return (null, buckets.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"above {buckets[^2].Bound:0.######} s, the last bound of the histogram") : "the histogram has no bounds");
        var (start, below) = i == 0 ? (0, 0) : buckets[i - 1];
        var within = buckets[i].Count - below;
        return (within <= 0 ? buckets[i].Bound : start + ((buckets[i].Bound - start) * ((rank - below) / within)), "");
    }

    // What is no number is no count either.
    private static string? TooFew(RequestsSpec spec, double all) => all >= spec.MinRequests && double.IsFinite(all)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{all:0} requests since it was measured last, fewer than {spec.MinRequests}");

    private static double BoundOf(MetricSample sample) => sample.Labels.GetValueOrDefault("le") switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) => bound,
        _ => double.NaN,
    };
}
