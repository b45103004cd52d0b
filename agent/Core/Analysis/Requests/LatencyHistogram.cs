using System.Globalization;

namespace Pdp.Core.Analysis.Requests;

/// <summary>How long requests took, by bounds as Prometheus' histograms have them: each counts all that took no longer.</summary>
public sealed class LatencyHistogram
{
    private const string Unbounded = "the histogram has no bucket +Inf";

    /// <param name="buckets">Upper bounds, seconds, and counts, in any order; the same bound several times is added up, and what is no number is left out.</param>
    public LatencyHistogram(IEnumerable<(double Bound, double Count)> buckets) => Buckets =
    [
        .. buckets.Where(bucket => !double.IsNaN(bucket.Bound)).GroupBy(bucket => bucket.Bound, bucket => bucket.Count)
            .Select(bound => (bound.Key, bound.Sum())).OrderBy(bucket => bucket.Key),
    ];

    /// <summary>Bounds, seconds, rising, with their counts.</summary>
    public IReadOnlyList<(double Bound, double Count)> Buckets { get; }

    /// <summary>All requests; null where the histogram does not tell.</summary>
    public double? All => Buckets is [.., (double.PositiveInfinity, var count)] ? count : null;

    /// <summary>The histogram of the samples of its <c>_bucket</c> metric.</summary>
    public static LatencyHistogram Of(IEnumerable<MetricSample> samples) => new(samples.Select(sample => (BoundOf(sample), sample.Value)));

    /// <summary>
    /// The time within which a share of the requests were answered, seconds, as <c>histogram_quantile</c> estimates it: evenly spread within a bucket. Null
    /// beyond the last bound, where nothing is known, with the reason.
    /// </summary>
    /// <param name="share">0..1.</param>
    public (double? Value, string Why) Quantile(double share)
    {
        if (All is not { } all) return (null, Unbounded);
        var rank = share * all;
        var i = Buckets.Index().FirstOrDefault(bucket => bucket.Item.Count >= rank, (Index: -1, default)).Index;
        if (i < 0 || i == Buckets.Count - 1)
            return (null, LastBound is { } last ? string.Create(CultureInfo.InvariantCulture, $"above {last:0.######} s, the last bound of the histogram") : "the histogram has no bounds");
        var (start, below) = i == 0 ? (0, 0) : Buckets[i - 1];
        var within = Buckets[i].Count - below;
        return (within <= 0 ? Buckets[i].Bound : start + ((Buckets[i].Bound - start) * ((rank - below) / within)), "");
    }

    /// <summary>The last bound that is a number, seconds; null where there is none.</summary>
    public double? LastBound => Buckets.Count > 1 ? Buckets[^2].Bound : null;

    private static double BoundOf(MetricSample sample) => sample.Labels.GetValueOrDefault("le") switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) => bound,
        _ => double.NaN,
    };
}
