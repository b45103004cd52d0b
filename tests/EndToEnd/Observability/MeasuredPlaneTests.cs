using System.Net;
using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Testing.Prometheus;

namespace Pdp.EndToEnd.Observability;

/// <summary>Measured values of real processes, on their way from where they arise to whoever asks the plane.</summary>
public sealed class MeasuredPlaneTests(MeasuredPlane measured) : IClassFixture<MeasuredPlane>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ObservedPlane Plane => measured.Plane;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_pods_use_is_measured_stored_and_told()
    {
        var token = await TokenAsync();
        var series = await SeriesAsync(token, MeasuredPlane.Scraped, "cpu", "memory");

        var usage = series.ToDictionary(one => (string)one["metric"]!, Last);
        Assert.InRange(usage["cpu"], 0.0001, 8);
        Assert.InRange(usage["memory"], 1 << 20, 1L << 31);
        var told = await Plane.CommandAsync("metrics", "default/shop/cart", "--metric", "memory");
        Assert.Contains("usage", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_Prometheus_tells_how_requests_fare_within_the_scope_alone()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);
        var token = await TokenAsync();

        Assert.InRange((await SeriesAsync(token, MeasuredPlane.Scraped, "requests")).Sum(Last), 0.1, 1e6);
        Assert.Equal(["p50", "p95", "p99"], (await SeriesAsync(token, MeasuredPlane.Scraped, "latency")).Select(one => (string?)one["kind"]).Distinct());

        var names = (await Plane.AskAsync(token, "prometheus/api/v1/label/__name__/values"))["data"]!.AsArray().Select(name => (string)name!).ToList();
        Assert.Contains("up", names);
        Assert.DoesNotContain(names, name => name.StartsWith("pdp_agent_", StringComparison.Ordinal));
        var elsewhere = await Plane.TokenAsync(new JsonObject { ["organization"] = "default", ["project"] = "bank", ["verbs"] = new JsonArray("metrics") });
        var up = await Plane.AskAsync(elsewhere, $"prometheus/api/v1/query?query={WebUtility.UrlEncode("{__name__=~\".+\"} or up{job=\"agent\"}")}");
        Assert.Empty(up["data"]!["result"]!.AsArray());
    }

    [Fact]
    public async Task A_real_Prometheus_reads_the_agents_own_metrics()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);
        using var client = new HttpClient { BaseAddress = measured.Prometheus };

        // What it does not understand of a target it does not take, and says so by this series.
        await Poll.UntilTrueAsync("the agent to be scraped", async () => await ValueAsync(client, "up{job=\"agent\"}") == 1, Limit, Ct);
        Assert.True(await ValueAsync(client, "pdp_agent_build_info") == 1);
        Assert.True(await ValueAsync(client, "sum(pdp_agent_logs_containers)") >= 2);
        Assert.True(await ValueAsync(client, "scrape_samples_scraped{job=\"agent\"}") > 100);
    }

    [Fact]
    public async Task Without_a_Prometheus_the_pods_themselves_tell_how_requests_fare()
    {
        var token = await TokenAsync();

        Assert.InRange((await SeriesAsync(token, MeasuredPlane.Unscraped, "requests")).Sum(Last), 0.1, 1e6);
        Assert.Equal(["p50", "p95", "p99"], (await SeriesAsync(token, MeasuredPlane.Unscraped, "latency")).Select(one => (string?)one["kind"]).Distinct());
    }

    [Fact]
    public async Task A_secret_that_is_rotated_in_the_vault_is_told_as_an_event_without_its_value()
    {
        const string Id = "keeper";
        var token = await Plane.TokenAsync(new JsonObject { ["organization"] = "default", ["project"] = "inventorysystem", ["verbs"] = new JsonArray("events") });
        Plane.Stage.Vault.Rotate();
        await Plane.DeployAsync(Id, Keeper(Id));

        var value = Plane.Stage.Vault.Rotate();
        await SecretVault.HintAsync(Plane.Stage, Ct);

        var told = await Poll.UntilAsync(
            "the rotation to be told",
            async () => (await Plane.AskAsync(token, "events/query", """{"reasons":["SecretRotated"]}"""))["events"]!.AsArray() is [{ } only] ? only : null,
            Limit,
            Ct);
        Assert.Equal(("agent", Id), ((string?)told["origin"], (string?)told["component"]));
        Assert.Contains($"{SecretVault.Store}/{SecretVault.Secret}", (string?)told["message"], StringComparison.Ordinal);
        Assert.DoesNotContain(value, told.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Keeper(string id) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1",
          "kind": "Component",
          "metadata": { "project": "inventorysystem", "environment": "development", "component": "{{id}}" },
          "spec": {
            "type": "worker",
            "release": "one",
            "containers": {
              "main": {
                "image": "ghcr.io/example/chatter:1",
                "env": [{ "name": "PASSWORD", "secret": { "store": "{{SecretVault.Store}}", "name": "{{SecretVault.Secret}}", "property": "password" } }]
              }
            }
          }
        }
        """)!.AsObject();

    private Task<string> TokenAsync() => Plane.TokenAsync(
        new JsonObject { ["organization"] = "default", ["project"] = "shop", ["verbs"] = new JsonArray("metrics") });

    // As soon as there are some of each; what was only asked for, and limits, is left out.
    private Task<List<JsonNode>> SeriesAsync(string token, string component, params string[] metrics) => Poll.UntilAsync(
        $"{string.Join(" and ", metrics)} of {component}",
        async () =>
        {
            var body = new JsonObject
            {
                ["metrics"] = new JsonArray([.. metrics.Select(metric => (JsonNode)metric)]),
                ["searchScope"] = new JsonObject { ["organization"] = "default", ["project"] = "shop", ["component"] = component },
            };
            var answer = await Plane.AskAsync(token, "metrics/query", body.ToJsonString());
            var series = answer["series"]!.AsArray().Select(one => one!).Where(one => (string?)one["kind"] is not ("request" or "limit")).ToList();
            return metrics.All(metric => series.Exists(one => (string?)one["metric"] == metric)) ? series : null;
        },
        Limit,
        Ct);

    private static double Last(JsonNode series) => (double)series["points"]!.AsArray()[^1]![1]!;

    private static async Task<double?> ValueAsync(HttpClient prometheus, string query)
    {
        var answer = JsonNode.Parse(await prometheus.GetStringAsync(new Uri($"api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative), Ct));
        return answer!["data"]!["result"]!.AsArray() is [{ } only] ? double.Parse((string)only["value"]![1]!, System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
