using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pdp.Core.Logs;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tests.Support;
using Pdp.PlaneStore.Metrics;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Metrics;

public sealed class MetricRouteTests : IAsyncLifetime
{
    private const string Matrix =
        """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"http_route":"/cart"},"values":[[1,"2.5"],[61,"NaN"]]}]}}""";

    private readonly List<string> _asked = [];
    private TestServer _server = null!;
    private PlaneStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            lock (_asked) _asked.Add(form["query"].ToString());
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Matrix);
        });
        _stage = await PlaneStage.StartAsync(new PrometheusClientOptions { Url = _server.Address });
        _stage.Deploy("acme", "shop", "prod", "web");
        _stage.PodNames.Add("web-1");
        var now = _stage.Api.Time.GetUtcNow().AddMinutes(-10).ToUnixTimeMilliseconds();
        foreach (var organization in (string[])["acme", "rival"])
        {
            _stage.Metrics.Append(
            [
                (new LogSource(organization, "shop", "prod", "web", "web-1", "main"),
                    new ContainerSample(now, 250_000_000, 64 << 20, 2, 100_000_000, 500_000_000, 32 << 20, 128 << 20)),
            ]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Use_is_told_against_requests_and_limits()
    {
        var answer = await QueryAsync("""{"metrics":["cpu","memory","restarts"]}""");

        Assert.Equal(
            [
                ("cpu", "limit", 0.5), ("cpu", "request", 0.1), ("cpu", "usage", 0.25), ("memory", "limit", 128 << 20), ("memory", "request", 32 << 20),
                ("memory", "usage", 64 << 20), ("restarts", "total", 2),
            ],
            answer.GetProperty("series").EnumerateArray().Select(one => (
                Metric: one.GetProperty("metric").GetString()!, Kind: one.GetProperty("kind").GetString()!, Value: one.GetProperty("points")[0][1].GetDouble())).Order());
        Assert.All(answer.GetProperty("series").EnumerateArray(), one => Assert.Equal("acme", one.GetProperty("source").GetProperty("organization").GetString()));
        Assert.Empty(answer.GetProperty("unavailable").EnumerateArray());
        Assert.Equal(30, answer.GetProperty("step").GetDouble());
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task What_the_cluster_does_not_measure_is_told_and_the_rest_answered()
    {
        _stage.Problem = "no metrics.k8s.io";
        var answer = await QueryAsync("""{"metrics":["cpu","restarts"],"searchScope":{"component":"other"}}""");

        var missing = Assert.Single(answer.GetProperty("unavailable").EnumerateArray());
        Assert.Equal(("cpu", "no metrics.k8s.io"), (missing.GetProperty("metric").GetString(), missing.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Requests_come_from_Prometheus_within_the_scope()
    {
        var answer = await QueryAsync(
            """{"metrics":["requests","errors","latency"],"searchScope":{"organization":"acme","project":"shop","environment":"prod","component":"web"},"step":60}""");

        Assert.Equal(
            ["requests rate", "errors rate", "latency p50", "latency p95", "latency p99"],
            answer.GetProperty("series").EnumerateArray().Select(one => $"{one.GetProperty("metric").GetString()} {one.GetProperty("kind").GetString()}"));
        var first = answer.GetProperty("series")[0];
        Assert.Equal("/cart", first.GetProperty("labels").GetProperty("http_route").GetString());
        Assert.Equal(2.5, Assert.Single(first.GetProperty("points").EnumerateArray())[1].GetDouble());
        Assert.All(_asked, query => Assert.Contains("namespace=\"dp-acme-shop-prod\", pod=\"web-1\"", query, StringComparison.Ordinal));
        Assert.Contains("code=~\"5..\"", _asked[1], StringComparison.Ordinal);
        Assert.StartsWith("histogram_quantile(0.5, sum by (le, http_request_method, http_route", _asked[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_need_one_component()
    {
        var answer = await QueryAsync("""{"metrics":["requests"]}""");

        Assert.Contains("name it in searchScope.component", answer.GetProperty("unavailable")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Prometheus_it_is_said()
    {
        await using var stage = await PlaneStage.StartAsync();

        var answer = await stage.PostAsync("metrics/query", stage.Token(ObservabilityVerb.Metrics), """{"metrics":["network","cpu"]}""").JsonAsync();
        Assert.Contains(
            "observe-prometheus-url", Assert.Single(answer.GetProperty("unavailable").EnumerateArray()).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"metrics":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metrics":["cpu","cpu"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metrics":["disk"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metrics":["cpu"],"step":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metrics":["cpu"],"step":1,"startTime":"2029-12-31T00:00:00Z","endTime":"2030-01-10T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metrics":["cpu"],"searchScope":{"organization":"rival"}}""", HttpStatusCode.Forbidden)]
    public async Task What_is_wrong_is_a_problem(string body, HttpStatusCode status) =>
        await _stage.PostAsync("metrics/query", _stage.Token(ObservabilityVerb.Metrics, "acme"), body).ProblemAsync(status);

    private async Task<JsonElement> QueryAsync(string body) =>
        await _stage.PostAsync("metrics/query", _stage.Token(ObservabilityVerb.Metrics, "acme"), body).JsonAsync();
}
