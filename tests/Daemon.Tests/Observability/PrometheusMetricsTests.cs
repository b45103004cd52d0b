using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Daemon.Observability.Metrics;

namespace Pdp.Daemon.Tests.Observability;

public sealed class PrometheusMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrometheusMetrics _metrics;
    private readonly Meter _meter;

    public PrometheusMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new PrometheusMetrics(meters);
        _meter = meters.Create("Test");
    }

    [Fact]
    public void Counters_gauges_and_histograms_are_written_as_prometheus_reads_them()
    {
        var counter = _meter.CreateCounter<long>("b_things", "{thing}", "Things, by \"kind\"\nand more.");
        counter.Add(1, new KeyValuePair<string, object?>("kind", "a\"b\\c\nd"), new("a.b", 1));
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a\"b\\c\nd"), new("a.b", 1));
        _meter.CreateObservableGauge("a_level", () => 2.5, "s", "Level.");
        var histogram = _meter.CreateHistogram<double>("c_time", "s", "Time.");
        histogram.Record(0.002);
        histogram.Record(500);

        var text = Own(_metrics.Write());

        Assert.StartsWith(
            """
            # HELP a_level_seconds Level.
            # TYPE a_level_seconds gauge
            a_level_seconds 2.5
            # HELP b_things_total Things, by "kind"\nand more.
            # TYPE b_things_total counter
            b_things_total{a_b="1",kind="a\"b\\c\nd"} 3
            # HELP c_time_seconds Time.
            # TYPE c_time_seconds histogram
            c_time_seconds_bucket{le="0.001"} 0
            c_time_seconds_bucket{le="0.0025"} 1
            c_time_seconds_bucket{le="0.005"} 1

            """,
            text,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "c_time_seconds_bucket{le=\"+Inf\"} 2\nc_time_seconds_sum 500.002\nc_time_seconds_count 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_gone_wild_are_bounded_and_counted()
    {
        var counter = _meter.CreateCounter<long>("wild");
        for (var i = 0; i < PrometheusMetrics.MostSeries + 100; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));

        var lines = _metrics.Write().Split('\n');

        Assert.True(lines.Count(line => line.StartsWith("wild_total{", StringComparison.Ordinal)) <= PrometheusMetrics.MostSeries);
        Assert.Contains(lines, line => line.StartsWith("pdp_agent_metrics_dropped_total ", StringComparison.Ordinal));
    }

    [Fact]
    public void Meters_of_another_host_in_the_same_process_are_not_told()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        others.GetRequiredService<IMeterFactory>().Create("Other").CreateCounter<long>("theirs").Add(1);

        Assert.DoesNotContain("theirs", _metrics.Write(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
    }

    // Without the runtime's own.
    private static string Own(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.Contains("dotnet_", StringComparison.Ordinal)
            && !line.Contains("kubernetes_client_", StringComparison.Ordinal)));
}
