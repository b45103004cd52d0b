using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Api;
using Pdp.ControlStub.Tests.Operators;
using Pdp.ControlStub.Tests.Trust;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Tokens;

namespace Pdp.ControlStub.Tests.Observability;

/// <summary>Tokens with which a browser asks a plane directly: good there, and for no more than their asker may see.</summary>
public sealed class ObservabilityTokenTests
{
    private const string Tokens = "/api/v1/planes/east/tokens";

    [Fact]
    public async Task A_token_is_good_at_its_plane_by_the_keys_the_plane_was_sent()
    {
        await using var stub = await RunningStub.StartAsync();
        var believed = await BelievedAsync(stub);

        var made = (await stub.SendAsync("POST", Tokens, """{"organization":"acme","project":"shop","verbs":["logs"],"expiresInSeconds":60}""")).Expect(HttpStatusCode.Created);

        var good = Assert.IsType<TokenVerification.Good>(
            ObservabilityTokens.Verify((string)made["token"]!, believed.TokenKeys, "east", TimeProvider.System.GetUtcNow()));
        Assert.Equal(("admin", (string)made["id"]!), (good.Claims.Sub, good.Claims.Jti));
        Assert.True(good.Claims.Opens(ObservabilityVerb.Logs, "acme", "shop", "test", "web"));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Metrics, "acme", "shop", "test", "web"));
        Assert.False(good.Claims.Opens(ObservabilityVerb.Logs, "acme", "bank", "test", "web"));
        Assert.InRange(good.Claims.Exp - good.Claims.Iat, 60, 60);
        Assert.Equal(good.Claims.ExpiresAt, (DateTimeOffset)made["expiresAt"]!);

        await using var events = await SseReader.OpenAsync(stub, "/api/v1/events?after=0&plane=east");
        var told = await events.NextAsync();
        while (told.EventType != "observabilityTokenMade") told = await events.NextAsync();
        Assert.Contains((string)made["id"]!, told.Data, StringComparison.Ordinal);
        Assert.Contains("acme/shop/*/*: logs", told.Data, StringComparison.Ordinal);
        Assert.DoesNotContain((string)made["token"]!, told.Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "acme/shop/*/*", "bank/*/*/*")]
    [InlineData("""{"organization":"acme"}""", "acme/shop/*/*")]
    [InlineData("""{"organization":"bank","project":"loans","component":"web"}""", "bank/loans/*/web")]
    [InlineData("""{"environment":"test"}""", "acme/shop/test/*", "bank/*/test/*")]
    public async Task It_opens_what_was_asked_for_as_far_as_its_asker_may_see(string asked, params string[] opens)
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        using var ann = await Someone.AddAsync(stub, "ann", "viewer acme/shop", "developer bank/*");

        var made = (await ann.SendAsync("POST", Tokens, asked)).Expect(HttpStatusCode.Created);

        string[] parts = ["organization", "project", "environment", "component"];
        Assert.Equal(opens, made["scopes"]!.AsArray().Select(scope => string.Join('/', parts.Select(part => (string?)scope![part] ?? "*"))));
        // None outlives the token it was asked for with.
        var own = (await ann.SendAsync("GET", "/api/v1/users/ann/tokens")).Expect(HttpStatusCode.OK)["items"]![0]!;
        Assert.True((DateTimeOffset)made["expiresAt"]! <= (DateTimeOffset)own["expiresAt"]!);
    }

    [Theory]
    [InlineData("""{"organization":"acme","project":"other"}""", HttpStatusCode.Forbidden, "viewer on acme/other")]
    [InlineData("""{"organization":"else"}""", HttpStatusCode.Forbidden, "viewer on else/*")]
    [InlineData("""{"project":"shop"}""", HttpStatusCode.UnprocessableEntity, "must not stand without an organization")]
    [InlineData("""{"organization":"acme","component":"web"}""", HttpStatusCode.UnprocessableEntity, "must not stand without a project")]
    [InlineData("""{"organization":"*"}""", HttpStatusCode.UnprocessableEntity, "DNS label")]
    [InlineData("""{"verbs":["secrets"]}""", HttpStatusCode.UnprocessableEntity, "may only name logs, metrics, events, components")]
    [InlineData("""{"expiresInSeconds":3601}""", HttpStatusCode.UnprocessableEntity, "expiresInSeconds")]
    public async Task What_may_not_be_seen_is_refused_and_what_is_wrong_is_named(string asked, HttpStatusCode status, string says)
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        using var ann = await Someone.AddAsync(stub, "ann", "viewer acme/shop");

        var reply = await ann.SendAsync("POST", Tokens, asked);

        Assert.Equal(status, reply.Status);
        Assert.Contains(says, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plane_that_is_not_there_has_none()
    {
        await using var stub = await RunningStub.StartAsync();

        (await stub.SendAsync("POST", Tokens, "{}")).Expect(HttpStatusCode.NotFound);
    }

    private static async Task<TrustDocument> BelievedAsync(RunningStub stub)
    {
        JsonObject bundle = await stub.AddPlaneAsync();
        var trusting = TrustingAgent.Of(bundle);
        await using var agent = await trusting.ConnectAsync(bundle);
        await trusting.UntilAsync(agent, () => trusting.Document is not null);
        return trusting.Document!;
    }
}
