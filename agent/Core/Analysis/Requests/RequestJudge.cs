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

    private static (double? Value, string Why) Latency(RequestsSpec spec, IReadOnlyList<MetricSample> counted)
    {
        var histogram = LatencyHistogram.Of(counted);
        return histogram.All is { } all && TooFew(spec, all) is { } why ? (null, why) : histogram.Quantile(spec.Percentile / 100.0);
    }

    // What is no number is no count either.
    private static string? TooFew(RequestsSpec spec, double all) => all >= spec.MinRequests && double.IsFinite(all)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{all:0} requests since it was measured last, fewer than {spec.MinRequests}");
}
