using System.Globalization;
using System.Net;
using System.Text.Json;
using Pdp.Core.PromQl;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Tokens;
using Pdp.Testing;
using Pdp.Testing.Prometheus;

namespace Pdp.Observability.Tests.Prometheus;

/// <summary>
/// A real Prometheus behind the API, asked by one tenant while it has the series of two. Whatever is asked, the answer is the one a Prometheus gives that
/// has this tenant's series alone.
/// </summary>
public sealed class ScopeTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private static string Time => TwoTenants.End.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("requests_total")]
    [InlineData("{__name__=~\".+\"}")]
    [InlineData("{__name__!=\"\"}")]
    [InlineData("{__name__=\"treasure\"}")]
    [InlineData("treasure")]
    [InlineData("requests_total{namespace=\"dp-rival-shop-prod\"}")]
    [InlineData("requests_total{namespace=~\".*\"}")]
    [InlineData("requests_total{namespace=~\"dp-rival.*|\"}")]
    [InlineData("requests_total{namespace!=\"dp-acme-shop-prod\"}")]
    [InlineData("requests_total{namespace=\"\"}")]
    [InlineData("requests_total{namespace=~\"|.*\", namespace=\"dp-rival-shop-prod\"}")]
    [InlineData("{namespace=\"\\u0064\\x70-rival-shop-prod\", __name__=~\"requests_total|treasure\"}")]
    [InlineData("{namespace=~`dp-(?:rival|acme)-shop-prod`, __name__=~'.*'}")]
    [InlineData("{namespace=\"dp-acme-shop-prod\\\"} or {namespace=\\\"dp-rival-shop-prod\"}")]
    [InlineData("requests_total # }\n or treasure")]
    [InlineData("requests_total or treasure or {pod=\"web-1\"}")]
    [InlineData("requests_total unless on (pod) treasure")]
    [InlineData("requests_total and on () treasure")]
    [InlineData("requests_total * on (pod) group_left (secret) treasure")]
    [InlineData("requests_total * on (pod) group_left (secret) max by (pod, secret) ({__name__=~\".+\", pod=\"web-1\"})")]
    [InlineData("label_replace(requests_total, \"namespace\", \"dp-rival-shop-prod\", \"namespace\", \".*\")")]
    [InlineData("label_replace({__name__=~\".+\"}, \"pod\", \"$1\", \"secret\", \"(.*)\")")]
    [InlineData("label_join(requests_total, \"all\", \"/\", \"namespace\", \"secret\", \"__name__\")")]
    [InlineData("max_over_time({__name__=~\".+\"}[10m])")]
    [InlineData("max_over_time((requests_total or treasure)[10m:1m])")]
    [InlineData("rate(requests_total[5m] offset 5m)")]
    [InlineData("requests_total @ end()")]
    [InlineData("max_over_time(treasure[20m:30s] @ end() offset 1m)")]
    [InlineData("sum_over_time(sum by (secret) ({__name__!=\"\"})[10m:1m])")]
    [InlineData("absent(treasure)")]
    [InlineData("absent(requests_total{namespace=\"dp-rival-shop-prod\"})")]
    [InlineData("absent_over_time(treasure[10m])")]
    [InlineData("scalar(treasure)")]
    [InlineData("vector(scalar(treasure))")]
    [InlineData("scalar(sum({__name__=~\".+\"}))")]
    [InlineData("count({__name__=~\".+\"})")]
    [InlineData("count_values(\"v\", {__name__=~\".+\"})")]
    [InlineData("topk(10, {__name__=~\".+\"})")]
    [InlineData("topk(scalar(count(treasure)), requests_total)")]
    [InlineData("group by (namespace, secret) ({__name__=~\".+\"})")]
    [InlineData("sum without (pod) ({__name__=~\".+\"})")]
    [InlineData("quantile(scalar(treasure), requests_total)")]
    [InlineData("1 + 1")]
    [InlineData("-treasure ^ 2")]
    [InlineData("timestamp(treasure) or timestamp(requests_total)")]
    [InlineData("sum(requests_total) > bool scalar(treasure)")]
    public async Task An_answer_is_the_one_of_a_Prometheus_with_this_tenants_series_alone(string query)
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);

        await AgreeAsync(query);
    }

    /// <summary>What this Prometheus does not know, a later one does: refused, or within the scope.</summary>
    [Theory]
    [InlineData("info(requests_total)")]
    [InlineData("{\"treasure\"}")]
    [InlineData("{\"requests_total\", \"namespace\"=\"dp-rival-shop-prod\"}")]
    [InlineData("{'näme'=~'.*'}")]
    [InlineData("requests_total{")]
    [InlineData("requests_total} or {__name__=~\".+\"")]
    [InlineData("limitk(10, {__name__=~\".+\"})")]
    public async Task What_is_refused_shows_nothing(string query)
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);

        using var answer = await tenants.Stage.GetAsync($"prometheus/api/v1/query?query={Uri.EscapeDataString(query)}&time={Time}", Acme);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.OK]);
        Assert.DoesNotContain(TwoTenants.Marker, text, StringComparison.Ordinal);
        Assert.DoesNotContain("98765", text, StringComparison.Ordinal);
    }

    /// <summary>A failure names its query.</summary>
    [Fact]
    public async Task Whatever_is_asked_the_other_tenant_makes_no_difference()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);

        var queries = new AnyQuery(new Random(Random.Shared.Next()));
        for (var i = 0; i < 250; i++) await AgreeAsync(queries.Make());
    }

    [Theory]
    [InlineData("series?match[]=treasure&match[]=requests_total", "requests_total")]
    [InlineData("series?match[]={__name__=~\".%2b\"}", "queue_length")]
    [InlineData("series?match[]={namespace=\"dp-rival-shop-prod\"}", null)]
    [InlineData("labels", "namespace")]
    [InlineData("labels?match[]=treasure", null)]
    [InlineData("label/namespace/values", TwoTenants.Acme)]
    [InlineData("label/secret/values", null)]
    [InlineData("label/__name__/values", "up")]
    [InlineData("label/__name__/values?match[]={secret!=\"\"}", null)]
    public async Task Series_and_labels_are_those_of_the_tenant(string path, string? has)
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);

        var range = $"start={TwoTenants.End.AddHours(-1).ToUnixTimeSeconds()}&end={Time}";
        var answer = await tenants.Stage.GetAsync($"prometheus/api/v1/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{range}", Acme).JsonAsync();

        var text = answer.GetProperty("data").GetRawText();
        if (has is null) Assert.Equal("[]", text);
        else Assert.Contains($"\"{has}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("treasure", text, StringComparison.Ordinal);
        Assert.DoesNotContain("rival", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_posted_as_a_form_is_within_the_scope()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);

        var answer = await tenants.Stage.FormAsync(
            "prometheus/api/v1/query_range", Acme, new("query", "sum by (namespace) (rate(requests_total[5m]))"),
            new("start", TwoTenants.End.AddMinutes(-20).ToString("O", CultureInfo.InvariantCulture)), new("end", Time), new("step", "1m")).JsonAsync();

        var series = Assert.Single(answer.GetProperty("data").GetProperty("result").EnumerateArray());
        Assert.Equal(TwoTenants.Acme, series.GetProperty("metric").GetProperty("namespace").GetString());
        Assert.Equal(21, series.GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task What_is_scraped_is_seen_by_whom_it_belongs_to()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);

        JsonElement result = default;
        await Eventually.TrueAsync(async () =>
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var answer = await tenants.Stage.GetAsync($"prometheus/api/v1/query?query=live_requests_total&time={now}", Acme).JsonAsync();
            result = answer.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() > 0;
        }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("1", Assert.Single(result.EnumerateArray()).GetProperty("value")[1].GetString());
    }

    [Fact]
    public async Task A_component_is_its_pods()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, PrometheusProcess.NotInstalled);
        tenants.Stage.PodNames.AddRange(["web-1", "web-2"]);
        var token = tenants.Stage.Token(ObservabilityVerb.Metrics, "acme", "shop", "prod", "web");

        var answer = await tenants.Stage.GetAsync($"prometheus/api/v1/query?query=count by (pod) ({{__name__!=\"\"}})&time={Time}", token).JsonAsync();
        tenants.Stage.PodNames.Clear();

        Assert.Equal(
            ["web-1", "web-2"], answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(one => one.GetProperty("metric").GetProperty("pod").GetString()).Order());
    }

    private string Acme => tenants.Stage.Token(ObservabilityVerb.Metrics, "acme");

    private async Task AgreeAsync(string query)
    {
        using var seen = await tenants.Stage.GetAsync($"prometheus/api/v1/query?query={Uri.EscapeDataString(query)}&time={Time}", Acme);
        // What is absent has the labels that were looked for, those of the scope too.
        var own = query.Contains("absent", StringComparison.Ordinal) ? ScopedQuery.Of(query, [new EnforcedLabel("namespace", TwoTenants.Acme)], TimeSpan.MaxValue) : query;
        using var allowed = await tenants.Alone.GetAsync($"api/v1/query?query={Uri.EscapeDataString(own)}&time={Time}", TestContext.Current.CancellationToken);

        var (text, expected) = (await seen.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await allowed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(allowed.StatusCode == seen.StatusCode, $"{query}: {text} / {expected}");
        Assert.DoesNotContain(TwoTenants.Marker, text, StringComparison.Ordinal);
        if (!allowed.IsSuccessStatusCode) return;
        Assert.True(Result(expected) == Result(text), $"{query}: {text} / {expected}");
    }

    // Series in an order of their own: topk and others leave it open.
    private static string Result(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        var data = document.RootElement.GetProperty("data");
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() + (data.GetProperty("resultType").GetString() is "vector" or "matrix"
            ? string.Join('\n', result.EnumerateArray().Select(series => series.GetRawText()).Order(StringComparer.Ordinal))
            : result.GetRawText());
    }
}
