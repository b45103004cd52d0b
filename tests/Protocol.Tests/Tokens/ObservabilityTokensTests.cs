using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;

namespace Pdp.Protocol.Tests.Tokens;

public sealed class ObservabilityTokensTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly SigningKey _key = SigningKey.Generate();

    public void Dispose() => _key.Dispose();

    private static ObservabilityClaims Claims => new(
        "ada", "eu-1", _now.ToUnixTimeSeconds(), _now.AddMinutes(10).ToUnixTimeSeconds(), "t1",
        [new([ObservabilityVerb.Logs], "acme", "shop"), new([ObservabilityVerb.Metrics, ObservabilityVerb.Events], "acme", "bank", "production", "web")]);

    private TokenVerification Verify(string token, string plane = "eu-1", double minutes = 0) =>
        ObservabilityTokens.Verify(token, [_key.PublicKey], plane, _now.AddMinutes(minutes));

    [Fact]
    public void A_token_says_at_its_plane_what_it_opens()
    {
        var good = Assert.IsType<TokenVerification.Good>(Verify(ObservabilityTokens.Sign(_key, Claims)));

        Assert.Equal(("ada", "t1", _now.AddMinutes(10)), (good.Claims.Sub, good.Claims.Jti, good.Claims.ExpiresAt));
        Assert.True(good.Claims.Opens(ObservabilityVerb.Logs, "acme", "shop", "any", "any"));
        Assert.True(good.Claims.Opens(ObservabilityVerb.Logs, "acme", "shop", "any", null));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Metrics, "acme", "shop", "production", "web"));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Logs, "acme", "bank", "production", "web"));
        Assert.True(good.Claims.Opens(ObservabilityVerb.Metrics, "acme", "bank", "production", "web"));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Metrics, "acme", "bank", "production", null));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Metrics, "acme", "bank", "test", "web"));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Logs, "bank", "shop", "any", "any"));
    }

    [Theory]
    [InlineData("eu-2", 0, TokenRefusal.OtherAudience)]
    [InlineData("eu-1", 11, TokenRefusal.Expired)]
    [InlineData("eu-1", -1.1, TokenRefusal.NotYet)]
    public void Elsewhere_and_at_another_time_it_is_worth_nothing(string plane, double minutes, TokenRefusal why) =>
        Assert.Equal(new TokenVerification.Refused(why), Verify(ObservabilityTokens.Sign(_key, Claims), plane, minutes));

    [Theory]
    [InlineData(10.9)]
    [InlineData(-0.9)]
    public void Clocks_may_be_a_minute_apart(double minutes) =>
        Assert.IsType<TokenVerification.Good>(Verify(ObservabilityTokens.Sign(_key, Claims), minutes: minutes));

    [Fact]
    public void Only_the_keys_for_tokens_and_only_tokens_are_believed()
    {
        using var other = SigningKey.Generate();
        var token = ObservabilityTokens.Sign(_key, Claims);
        var payload = Encoding.UTF8.GetBytes(Payload(token).ToJsonString());

        Assert.Equal(TokenRefusal.NotBelieved, Why(ObservabilityTokens.Sign(other, Claims)));
        Assert.Equal(TokenRefusal.NotBelieved, Why(new IntentSigner(_key).Sign(payload)));
        Assert.Equal(TokenRefusal.NotBelieved, Why(Unsigned(token)));
        Assert.Equal(new TokenVerification.Refused(TokenRefusal.NotBelieved), ObservabilityTokens.Verify(token, [], "eu-1", _now));
        // And a token is no intent.
        Assert.IsType<JwsVerification.Refused>(new IntentKeyRing([_key.PublicKey]).Verify(token));
    }

    public static TheoryData<string> BadClaims =>
    [
        """{"exp": 99999999999}""", """{"exp": 0}""", """{"aud": "EU 1"}""", """{"sub": ""}""", """{"jti": null}""", """{"scopes": []}""",
        """{"scopes": [{"verbs": []}]}""", """{"scopes": [{"verbs": ["logs", "logs"]}]}""", """{"scopes": [{"verbs": ["secrets"]}]}""",
        """{"scopes": [{"verbs": ["logs"], "project": "shop"}]}""", """{"scopes": [{"verbs": ["logs"], "organization": "*"}]}""",
        """{"scopes": [{"verbs": ["logs"], "organization": "acme", "component": "web"}]}""",
        """{"scopes": [{"verbs": ["logs"], "organization": "acme", "namespace": "narrower"}]}""", """{"nbf": 99999999999}""",
    ];

    [Theory]
    [MemberData(nameof(BadClaims))]
    public void Claims_that_are_out_of_form_open_nothing_even_when_signed(string change)
    {
        var claims = Payload(ObservabilityTokens.Sign(_key, Claims));
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) claims[name] = value?.DeepClone();

        Assert.Equal(TokenRefusal.Malformed, Why(Signed(claims)));
    }

    [Fact]
    public void What_would_be_refused_is_not_signed()
    {
        Assert.Throws<ArgumentException>(() => ObservabilityTokens.Sign(_key, Claims with { Exp = _now.AddHours(1.1).ToUnixTimeSeconds() }));
        Assert.Throws<ArgumentException>(() => ObservabilityTokens.Sign(_key, Claims with { Scopes = [] }));
        var label = new string('a', 63);
        var large = Enumerable.Repeat(new ObservabilityScope(Enum.GetValues<ObservabilityVerb>(), label, label, label, label), ObservabilityClaims.MostScopes);
        Assert.Throws<ArgumentException>(() => ObservabilityTokens.Sign(_key, Claims with { Scopes = [.. large] }));
    }

    [Fact]
    public void A_token_with_one_character_changed_is_never_good() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NonNegativeInt At, char With)>(),
        change =>
        {
            var token = ObservabilityTokens.Sign(_key, Claims);
            var at = change.At.Get % token.Length;
            if (token[at] == change.With) return true;
            return Verify($"{token[..at]}{change.With}{token[(at + 1)..]}") is TokenVerification.Refused;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rubbish_is_refused_and_throws_nothing() =>
        Prop.ForAll<string?>(text => Verify(text ?? "") is TokenVerification.Refused).QuickCheckThrowOnFailure();

    private TokenRefusal Why(string token) => Assert.IsType<TokenVerification.Refused>(Verify(token)).Reason;

    private string Signed(JsonObject claims) =>
        JwsSigning.Sign(_key, JwsHeader.ObservabilityType, Encoding.UTF8.GetBytes(claims.ToJsonString()));

    private static string Unsigned(string token)
    {
        var header = StrictBase64Url.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"none","kid":"x","typ":"{{JwsHeader.ObservabilityType}}"}"""));
        return $"{header}.{token.Split('.')[1]}.";
    }

    private static JsonObject Payload(string token)
    {
        Assert.True(StrictBase64Url.TryDecode(token.Split('.')[1], out var payload));
        return JsonNode.Parse(payload)!.AsObject();
    }
}
