using Pdp.Core.Analysis.Requests;

namespace Pdp.Core.Tests.Analysis;

public sealed class LatencyHistogramTests
{
    private static readonly (double, double)[] _buckets = [(0.1, 50), (0.5, 90), (1, 99), (double.PositiveInfinity, 100)];

    [Theory]
    [InlineData(0.25, 0.05)]
    [InlineData(0.5, 0.1)]
    [InlineData(0.7, 0.3)]
    [InlineData(0.99, 1)]
    public void A_quantile_is_evenly_spread_within_its_bucket(double share, double expected) =>
        Assert.Equal(expected, new LatencyHistogram(_buckets).Quantile(share).Value!.Value, 9);

    [Fact]
    public void Beyond_the_last_bound_nothing_is_known()
    {
        var histogram = new LatencyHistogram(_buckets);

        Assert.Equal((null, "above 1 s, the last bound of the histogram"), histogram.Quantile(0.995));
        Assert.Equal((100, 1), (histogram.All, histogram.LastBound));
    }

    [Fact]
    public void The_order_is_nothing_and_the_same_bound_adds_up()
    {
        var histogram = new LatencyHistogram([(double.PositiveInfinity, 60), .. _buckets, (0.5, 10), (double.NaN, 7)]);

        Assert.Equal([(0.1, 50), (0.5, 100), (1, 99), (double.PositiveInfinity, 160)], histogram.Buckets);
    }

    [Fact]
    public void Without_its_last_bucket_it_tells_nothing()
    {
        Assert.Equal((null, "the histogram has no bucket +Inf"), new LatencyHistogram([(1, 2)]).Quantile(0.5));
        Assert.Null(new LatencyHistogram([]).All);
        Assert.Equal((null, "the histogram has no bounds"), new LatencyHistogram([(double.PositiveInfinity, 2)]).Quantile(0.5));
    }
}
