using System.Net;
using Pdp.Observability.Tests.Support;

namespace Pdp.Observability.Tests.Security;

/// <summary>Which pages may ask.</summary>
public sealed class OriginTests : IAsyncLifetime
{
    private ApiUnderTest _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("https://evil.example.com")]
    [InlineData("https://console.example.com.evil.example.com")]
    [InlineData("https://console.example.com:8443")]
    [InlineData("http://console.example.com")]
    [InlineData("https://CONSOLE.example.com")]
    [InlineData("https://console.example.com/")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_gets_no_stream_and_no_answer_with_a_good_token(string origin)
    {
        foreach (var request in new[]
        {
            ApiUnderTest.Request(HttpMethod.Get, "/api/v1/logs/tail", _api.Token()), ApiUnderTest.Request(HttpMethod.Post, "/api/v1/logs/query", _api.Token(), "{}"),
            ApiUnderTest.Request(HttpMethod.Options, "/api/v1/logs/tail", null),
        })
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
            using var response = await _api.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        Assert.Equal(0, _api.Store.Tail.Readers);
    }

    [Fact]
    public async Task The_console_is_told_what_it_may_send_and_may_read_what_is_answered()
    {
        var preflight = ApiUnderTest.Request(HttpMethod.Options, "/api/v1/logs/query", null);
        preflight.Headers.Add("Origin", ApiUnderTest.Console);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var allowed = await _api.Client.SendAsync(preflight, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal([ApiUnderTest.Console], allowed.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Authorization", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(["Origin"], allowed.Headers.GetValues("Vary"));

        var search = ApiUnderTest.Request(HttpMethod.Post, "/api/v1/logs/query", null, "{}");
        search.Headers.Add("Origin", ApiUnderTest.Console);
        using var refused = await _api.Client.SendAsync(search, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal([ApiUnderTest.Console], refused.Headers.GetValues("Access-Control-Allow-Origin"));
    }
}
