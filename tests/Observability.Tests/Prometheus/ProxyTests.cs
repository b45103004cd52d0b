using System.Net;
using Microsoft.AspNetCore.Http;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Prometheus;

/// <summary>What is asked of a Prometheus, and what becomes of its answers. The server is a made-up one that tells what it was asked.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Empty = """{"status":"success","data":{"resultType":"vector","result":[]}}""";

    private readonly List<(string Path, Dictionary<string, string[]> Parameters, string Authorization)> _asked = [];
    private readonly TempDirectory _directory = new();
    private TestServer _server = null!;
    private PlaneStage _stage = null!;
    private Func<HttpContext, Task> _answer = context => WriteAsync(context, 200, Empty);

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(async context =>
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
            var parameters = context.Request.Query.Concat(form ?? (IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>>)[]);
            lock (_asked)
                _asked.Add((context.Request.Path, parameters.ToDictionary(one => one.Key, one => one.Value.OfType<string>().ToArray(), StringComparer.Ordinal), context.Request.Headers.Authorization.ToString()));
            await _answer(context);
        });
        _stage = await PlaneStage.StartAsync(
            new PrometheusClientOptions { Url = new Uri(_server.Address, "prom/"), TokenFile = _directory.Write("token", "s3cr3t\n"), MaxBytes = 64 * 1024, Timeout = TimeSpan.FromSeconds(30) });
        _stage.Deploy("acme", "shop", "prod", "web");
        _stage.Deploy("acme", "shop", "dev", "web");
        _stage.Deploy("acme", "bank", "prod", "ledger");
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_customers_token_goes_along_and_the_callers_does_not()
    {
        await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics)).JsonAsync();

        var (path, parameters, authorization) = Assert.Single(_asked);
        Assert.Equal(("/prom/api/v1/query", "Bearer s3cr3t", "30s"), (path, authorization, parameters["timeout"][0]));
    }

    [Theory]
    [InlineData(null, null, null, """up{namespace=~"dp\\-acme\\-bank\\-prod|dp\\-acme\\-shop\\-dev|dp\\-acme\\-shop\\-prod"}""")]
    [InlineData("acme", "shop", null, """up{namespace=~"dp\\-acme\\-shop\\-dev|dp\\-acme\\-shop\\-prod"}""")]
    [InlineData("acme", "shop", "prod", """up{namespace="dp-acme-shop-prod"}""")]
    [InlineData("acme", "shop", "gone", """up{namespace="dp-acme-shop-gone"}""")]
    [InlineData("other", null, null, """up{namespace="/"}""")]
    public async Task A_scope_is_its_namespaces(string? organization, string? project, string? environment, string sent)
    {
        await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics, organization, project, environment)).JsonAsync();

        Assert.Equal([sent], Assert.Single(_asked).Parameters["query"]);
    }

    [Fact]
    public async Task A_question_is_narrowed_by_parameters()
    {
        var token = _stage.Token(ObservabilityVerb.Metrics, "acme");
        await _stage.GetAsync("prometheus/api/v1/query?query=up&project=bank&environment=prod", token).JsonAsync();

        Assert.Equal(["up{namespace=\"dp-acme-bank-prod\"}"], Assert.Single(_asked).Parameters["query"]);
        await _stage.GetAsync("prometheus/api/v1/query?query=up&organization=rival", token).JsonAsync(HttpStatusCode.Forbidden);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_component_of_which_no_pod_is_known_has_no_series()
    {
        await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics, "acme", "shop", "prod", "web")).JsonAsync();
        _stage.PodNames.Add("web-6d4cf56db6-abcde");
        await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics, "acme", "shop", "prod", "web")).JsonAsync();

        Assert.Equal(
            ["""up{namespace="dp-acme-shop-prod", pod="/"}""", """up{namespace="dp-acme-shop-prod", pod="web-6d4cf56db6-abcde"}"""],
            _asked.Select(one => one.Parameters["query"][0]));
    }

    /// <summary>Matchers cannot say it, and a scope that is too wide must not be sent.</summary>
    [Fact]
    public async Task Scopes_that_open_other_components_here_than_there_have_to_be_narrowed()
    {
        var token = _stage.Api.Token(
            new ObservabilityScope([ObservabilityVerb.Metrics], "acme", "shop", "prod"), new ObservabilityScope([ObservabilityVerb.Metrics], "acme", "bank", "prod", "ledger"));

        var error = await QueryAsync("up", token).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains("has to be narrowed by the parameters", error.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(_asked);
        await _stage.GetAsync("prometheus/api/v1/query?query=up&project=shop", token).JsonAsync();
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("query?query=up{", "bad_data", "At character 4:")]
    [InlineData("query", "bad_data", "query: is needed.")]
    [InlineData("query?query=info(up)", "bad_data", "there is no such function")]
    [InlineData("query?query=up&time=yesterday", "bad_data", "time: must be seconds since 1970")]
    [InlineData("query?query=rate(up[100d])", "bad_data", "looks back further than 744 hours")]
    [InlineData("query?query=max_over_time(rate(up[20d])[20d:])", "bad_data", "looks back further than 744 hours")]
    [InlineData("query_range?query=up&start=0&end=1000", "bad_data", "step: is needed.")]
    [InlineData("query_range?query=up&start=0&end=1000&step=0", "bad_data", "step: must be seconds, or a duration")]
    [InlineData("query_range?query=up&start=0&end=86400&step=1", "bad_data", "step: must leave at most 11000 points")]
    [InlineData("query_range?query=up&start=0&end=9999999999&step=1d", "bad_data", "start: must be at most 744 hours before end.")]
    [InlineData("query_range?query=up&start=5&end=1&step=1", "bad_data", "start: must not be after end.")]
    [InlineData("series", "bad_data", "match[]: one at least is needed.")]
    [InlineData("series?match[]=sum(up)", "bad_data", "this must be one selector")]
    [InlineData("labels?match[]=up[5m]", "bad_data", "this must be one selector")]
    [InlineData("label/a-b/values", "bad_data", "The label's name must be of letters")]
    [InlineData("label/..%2f..%2fadmin/values", "bad_data", "The label's name must be of letters")]
    public async Task What_is_wrong_is_told_as_Prometheus_tells_it_and_not_passed_on(string path, string type, string message)
    {
        var error = await _stage.GetAsync($"prometheus/api/v1/{path}", _stage.Token(ObservabilityVerb.Metrics, "acme")).JsonAsync(HttpStatusCode.BadRequest);

        Assert.Equal(("error", type), (error.GetProperty("status").GetString(), error.GetProperty("errorType").GetString()));
        Assert.Contains(message, error.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task An_error_of_its_own_is_handed_on()
    {
        _answer = context => WriteAsync(context, 422, """{"status":"error","errorType":"execution","error":"too many samples"}""");

        var error = await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics)).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("too many samples", error.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(401, "application/json", "{}", "Prometheus answers 401")]
    [InlineData(302, "text/html", "/login", "Prometheus answers 302")]
    [InlineData(200, "text/html", "<html>", "not as its API does")]
    public async Task What_is_no_answer_of_its_own_is_not_handed_on(int status, string type, string body, string message)
    {
        _answer = context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return WriteAsync(context, status, body, type);
        };

        var error = await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics)).JsonAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains(message, error.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_cut_off()
    {
        _answer = context => WriteAsync(context, 200, $"\"{new string('x', 70_000)}\"");

        var error = await QueryAsync("up", _stage.Token(ObservabilityVerb.Metrics)).JsonAsync(HttpStatusCode.BadRequest);
        Assert.Contains("more than 65536 bytes", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_the_verb_opens_nothing()
    {
        var (kind, _) = await QueryAsync("up", _stage.Token(ObservabilityVerb.Logs)).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Equal("forbidden", kind);
    }

    [Fact]
    public async Task Without_a_Prometheus_it_is_said()
    {
        await using var stage = await PlaneStage.StartAsync();

        var error = await stage.GetAsync("prometheus/api/v1/query?query=up", stage.Token(ObservabilityVerb.Metrics)).JsonAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unavailable", error.GetProperty("errorType").GetString());
        Assert.Contains("observe-prometheus-url", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Grafana_asks_besides_is_answered()
    {
        var token = _stage.Token(ObservabilityVerb.Metrics, "acme");

        var build = await _stage.GetAsync("prometheus/api/v1/status/buildinfo", token).JsonAsync();
        Assert.Equal("2.42.0", build.GetProperty("data").GetProperty("version").GetString());
        Assert.Equal("{}", (await _stage.GetAsync("prometheus/api/v1/metadata?limit=10", token).JsonAsync()).GetProperty("data").GetRawText());
        await _stage.FormAsync("prometheus/api/v1/query", token, new("query", "1+1"), new("time", "4")).JsonAsync();
        Assert.Equal("1 + 1", Assert.Single(_asked).Parameters["query"][0]);
    }

    private Task<HttpResponseMessage> QueryAsync(string query, string token) =>
        _stage.GetAsync($"prometheus/api/v1/query?query={Uri.EscapeDataString(query)}&time=1700000000", token);

    private static Task WriteAsync(HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }
}
