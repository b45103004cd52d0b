using System.Buffers.Text;
using System.Net;
using System.Text;
using Pdp.Observability.Tests.Support;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Tests.Security;

/// <summary>Whoever is not let in, and that nothing of what he sent comes back.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private ApiUnderTest _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    public static TheoryData<string> WorthNothing => ["none", "forged", "changed", "unsigned", "other type", "other plane", "expired", "not yet", "no token"];

    [Theory]
    [MemberData(nameof(WorthNothing))]
    public async Task A_token_that_is_worth_nothing_opens_neither_search_nor_tail(string which)
    {
        await _api.StoreAsync(ApiUnderTest.Web, "secret line");
        var token = TokenOf(which);

        foreach (var request in new[]
        {
            ApiUnderTest.Request(HttpMethod.Post, "/api/v1/logs/query", token, "{}"), ApiUnderTest.Request(HttpMethod.Get, "/api/v1/logs/tail", token),
            ApiUnderTest.Request(HttpMethod.Get, "/api/v1/nothing", token),
        })
        {
            using var response = await _api.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer realm=\"pdp-agent\"", response.Headers.WwwAuthenticate.ToString());
            Assert.DoesNotContain("secret line", text);
            if (token is { Length: > 20 }) Assert.DoesNotContain(token[..20], text);
        }
        Assert.Empty(_api.Audited);
    }

    [Theory]
    [InlineData("?access_token=")]
    [InlineData("?token=")]
    public async Task A_token_in_the_address_is_none(string parameter)
    {
        var path = $"/api/v1/logs/tail{parameter}{_api.Token()}";

        await _api.Client.GetAsync(path, TestContext.Current.CancellationToken).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_in_a_cookie_is_none()
    {
        var request = ApiUnderTest.Request(HttpMethod.Get, "/api/v1/logs/tail", null);
        request.Headers.Add("Cookie", $"token={_api.Token()}; Authorization=Bearer {_api.Token()}");

        await _api.Client.SendAsync(request, TestContext.Current.CancellationToken).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_another_verb_opens_nothing_of_logs()
    {
        var token = _api.Token(new ObservabilityScope([ObservabilityVerb.Metrics, ObservabilityVerb.Events, ObservabilityVerb.Components]));

        Assert.Equal("forbidden", (await _api.SearchAsync("{}", token).ProblemAsync(HttpStatusCode.Forbidden)).Kind);
    }

    [Fact]
    public async Task A_key_that_is_no_longer_believed_ends_its_tokens_at_once()
    {
        using var before = SigningKey.Generate();
        var token = ObservabilityTokens.Sign(before, _api.Claims());

        await _api.SearchAsync("{}", token).ProblemAsync(HttpStatusCode.Unauthorized);
        await _api.SearchAsync().JsonAsync();
    }

    [Fact]
    public async Task A_use_is_on_record_once_for_each_token_and_verb()
    {
        await _api.SearchAsync().JsonAsync();
        await _api.SearchAsync().JsonAsync();
        await _api.SearchAsync("{}", _api.Token("bob")).JsonAsync();

        Assert.Equal(
            [("token.used", "ada", "logs"), ("token.used", "bob", "logs")],
            _api.Audited.Select(one => (one.Type, one.Subject!, one.Action!)));
        Assert.All(_api.Audited, one => Assert.StartsWith($"token token-of-{one.Subject}, */*/*/*", one.Note));
    }

    private string? TokenOf(string which)
    {
        using var stranger = SigningKey.Generate();
        var claims = _api.Claims();
        var now = claims.Iat;
        var good = ObservabilityTokens.Sign(_api.Key, claims);
        return which switch
        {
            "none" => null,
            "forged" => ObservabilityTokens.Sign(stranger, claims),
            "changed" => Rejoin(good, payload: payload => payload.Replace("\"verbs\":[\"logs\"]", "\"verbs\":[\"metrics\"]", StringComparison.Ordinal)),
            "unsigned" => Rejoin(good, header: header => header.Replace("ES256", "none", StringComparison.Ordinal), signature: ""),
            "other type" => Signed("pdp-intent+jws", Decode(good.Split('.')[1])),
            "other plane" => ObservabilityTokens.Sign(_api.Key, claims with { Aud = "eu-2" }),
            "expired" => ObservabilityTokens.Sign(_api.Key, claims with { Iat = now - 3600, Exp = now - 61 }),
            "not yet" => ObservabilityTokens.Sign(_api.Key, claims with { Iat = now + 120, Exp = now + 600 }),
            _ => "no.token.at-all",
        };
    }

    private string Signed(string type, string payload)
    {
        var input = $"{Encode($$"""{"alg":"ES256","kid":"{{_api.Key.PublicKey.Kid}}","typ":"{{type}}"}""")}.{Encode(payload)}";
        return $"{input}.{Base64Url.EncodeToString(_api.Key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Rejoin(string token, Func<string, string>? header = null, Func<string, string>? payload = null, string? signature = null)
    {
        var parts = token.Split('.');
        return $"{Encode((header ?? (same => same))(Decode(parts[0])))}.{Encode((payload ?? (same => same))(Decode(parts[1])))}.{signature ?? parts[2]}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
