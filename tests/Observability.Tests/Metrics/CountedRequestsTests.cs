using System.Text.Json;
using Pdp.Observability.Tests.Support;
using Pdp.PlaneStore.Requests;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Metrics;

/// <summary>How requests fare where no Prometheus tells it: as the pods counted them.</summary>
public sealed class CountedRequestsTests : IAsyncLifetime
{
    private const string Scope = "\"searchScope\":{\"organization\":\"acme\",\"project\":\"shop\",\"component\":\"web\"}";

    private PlaneStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await PlaneStage.StartAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Rates_and_percentiles_are_told_by_endpoint()
    {
        Count("acme", "prod", "/cart", 60, 6, [(0.1, 30), (0.2, 60), (double.PositiveInfinity, 60)]);
        Count("rival", "prod", "/secret", 60, 6, []);

        var series = (await QueryAsync("requests", "errors", "latency")).GetProperty("series").EnumerateArray().ToList();

        Assert.Equal(
            ["requests rate 2", "errors rate 0.2", "latency p50 0.1", "latency p95 0.19", "latency p99 0.198"],
            series.Select(one => FormattableString.Invariant($"{one.GetProperty("metric").GetString()} {one.GetProperty("kind").GetString()} {one.GetProperty("points")[0][1].GetDouble():0.###}")));
        Assert.All(series, one => Assert.Equal("""{"path":"/cart"}""", one.GetProperty("labels").GetRawText()));
    }

    [Fact]
    public async Task Beyond_the_last_bound_that_bound_is_told_as_Prometheus_does()
    {
        Count("acme", "prod", "/cart", 10, 0, [(0.1, 1), (double.PositiveInfinity, 10)]);

        Assert.All((await QueryAsync("latency")).GetProperty("series").EnumerateArray(), one => Assert.Equal(0.1, one.GetProperty("points")[0][1].GetDouble()));
    }

    [Fact]
    public async Task The_same_endpoint_of_two_environments_is_told_apart()
    {
        Count("acme", "prod", "/cart", 30, 0, []);
        Count("acme", "test", "/cart", 60, 0, []);

        Assert.Equal(
            ["prod", "test"],
            (await QueryAsync("requests")).GetProperty("series").EnumerateArray().Select(one => one.GetProperty("labels").GetProperty("environment").GetString()).Order());
    }

    [Fact]
    public async Task What_is_missing_is_said_with_the_reason()
    {
        Assert.Contains("rollout.analysis", await WhyAsync("requests"), StringComparison.Ordinal);
        _stage.Problem = "pod web-1 is silent";
        Assert.Equal("pod web-1 is silent", await WhyAsync("requests"));
        _stage.Problem = null;
        Count("acme", "prod", "/cart", 30, null, []);

        Assert.Contains("status code", await WhyAsync("errors"), StringComparison.Ordinal);
        Assert.Contains("no histogram", await WhyAsync("latency"), StringComparison.Ordinal);
    }

    private async Task<string?> WhyAsync(string metric) =>
        Assert.Single((await QueryAsync(metric)).GetProperty("unavailable").EnumerateArray()).GetProperty("reason").GetString();

    private void Count(string organization, string environment, string path, double requests, double? errors, (double, double)[] buckets) => _stage.Stores.Requests.Append(
        _stage.Api.Time.GetUtcNow().AddMinutes(-10), TimeSpan.FromSeconds(30),
        [new RequestCount(new RequestPlace(organization, "shop", environment, "web"), new Dictionary<string, string> { ["path"] = path }, requests, errors, buckets)]);

    private async Task<JsonElement> QueryAsync(params string[] metrics) => await _stage.PostAsync(
        "metrics/query", _stage.Token(ObservabilityVerb.Metrics, "acme"), $"{{\"metrics\":[{string.Join(',', metrics.Select(metric => $"\"{metric}\""))}],{Scope}}}").JsonAsync();
}
