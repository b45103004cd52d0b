using System.Net;
using Pdp.Observability.Tests.Support;

namespace Pdp.Observability.Tests.Listening;

public sealed class ApiServerTests : IAsyncLifetime
{
    private ApiUnderTest _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task It_speaks_both_versions_of_http(string version)
    {
        var request = ApiUnderTest.Request(HttpMethod.Post, "/api/v1/logs/query", _api.Token(), "{}");
        (request.Version, request.VersionPolicy) = (Version.Parse(version), HttpVersionPolicy.RequestVersionExact);
        using var answer = await _api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (answer.StatusCode, answer.Version));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(answer.Headers.Server);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/")]
    public async Task Nothing_of_the_other_listener_is_here(string path) =>
        Assert.Equal(
            "not-found",
            (await _api.Client.GetAsync(path, TestContext.Current.CancellationToken).ProblemAsync(HttpStatusCode.NotFound)).Kind);

    [Fact]
    public async Task Without_tls_nobody_is_answered()
    {
        using var plain = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_api.Server.Address.Port}") };

        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync("/openapi.json", TestContext.Current.CancellationToken));
    }
}
