using Pdp.Core.Analysis.Requests;

namespace Pdp.Core.Tests.Analysis;

public sealed class MetricsTextTests
{
    private static readonly HashSet<string> _asked = ["http_requests_total", "up"];

    [Fact]
    public void The_metrics_asked_for_are_read_and_no_others()
    {
        var samples = MetricsText.Read(
            """
            # HELP http_requests_total Requests.
            # TYPE http_requests_total counter
            http_requests_total{method="get",code="200"} 1027 1395066363000
            http_requests_total{code="5\"0\\0\n",} 4.5e1
            http_requests_total_more{code="200"} 1
            up 1
            up NaN
            up +Inf
            # EOF
            """, _asked);

        Assert.Equal([1027, 45, 1, double.NaN, double.PositiveInfinity], samples.Select(sample => sample.Value));
        Assert.Equal(("get", "200"), (samples[0].Labels["method"], samples[0].Labels["code"]));
        Assert.Equal("5\"0\\0\n", samples[1].Labels["code"]);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("up ")]
    [InlineData("up{")]
    [InlineData("up{a")]
    [InlineData("up{a=")]
    [InlineData("up{a=\"")]
    [InlineData("up{a=\"b\"")]
    [InlineData("up{a=\"b\"}")]
    [InlineData("up{a=\"b\"} x")]
    [InlineData("up{a=b} 1")]
    [InlineData("{} 1")]
    [InlineData("<html>")]
    [InlineData("")]
    public void A_line_that_is_no_sample_is_passed_over(string line) =>
        Assert.Equal(2, Assert.Single(MetricsText.Read($"{line}\nup 2", _asked)).Value);
}
