using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Trust;

/// <summary>Keys are rotated while intents flow: no good intent is refused, and the channel stays.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task The_key_of_intents_is_rotated_while_intents_flow_over_one_session()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var trusting = TrustingAgent.Of(bundle);
        await using var agent = await trusting.ConnectAsync(bundle);
        await trusting.UntilAsync(agent, () => trusting.Document is not null);
        var first = Assert.Single(trusting.Keys).Kid;
        Assert.Single(trusting.Document!.TokenKeys);
        var session = await SessionAsync(stub);
        await PutAsync(stub, trusting, agent, "before");

        var announced = await TurnAsync(stub, "intents/rotate");
        var second = KeyIn(announced, "announced");
        await PutAsync(stub, trusting, agent, "announced");
        await trusting.UntilAsync(agent, () => trusting.Keys.Count == 2);
        Assert.Equal(first, trusting.Signers["announced"]);
        await KnownAsync(stub);

        await TurnAsync(stub, "intents/activate");
        await PutAsync(stub, trusting, agent, "activated");
        Assert.Equal(second, trusting.Signers["activated"]);
        await trusting.UntilAsync(agent, () => trusting.Document!.Version == 3);
        await KnownAsync(stub);

        var refused = await stub.SendAsync("POST", "/api/v1/trust/intents/retire");
        refused.Expect(HttpStatusCode.Conflict);
        Assert.Contains("resign", refused.Text);
        Assert.Equal(2, (int)(await stub.SendAsync("POST", "/api/v1/planes/east/resign")).Expect(HttpStatusCode.OK)["signed"]!);
        await trusting.UntilAsync(agent, () => trusting.Signers.Values.All(kid => kid == second));
        await TurnAsync(stub, "intents/retire");
        await trusting.UntilAsync(agent, () => trusting.Keys.Count == 1);
        Assert.Equal(second, trusting.Keys[0].Kid);
        await PutAsync(stub, trusting, agent, "after");
        Assert.Equal(session, await SessionAsync(stub));
        // Nothing is left of the old one.
        Assert.False(File.Exists(Path.Combine(stub.Data, IntentKey.FileName)));

        // The key is there after a restart, and new bundles have it alone.
        await stub.RestartAsync();
        var fresh = (await stub.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        Assert.Equal(second, (string?)Assert.Single(fresh["signingKeys"]!.AsArray())!["kid"]);
    }

    [Fact]
    public async Task The_key_of_tokens_is_rotated()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var trusting = TrustingAgent.Of(bundle);
        await using var agent = await trusting.ConnectAsync(bundle);
        await trusting.UntilAsync(agent, () => trusting.Document is not null);
        var first = trusting.Document!.TokenKeys[0].Kid;
        await TurnAsync(stub, "tokens/rotate");
        await trusting.UntilAsync(agent, () => trusting.Document.TokenKeys.Count == 2);
        await KnownAsync(stub);
        var second = KeyIn(await TurnAsync(stub, "tokens/activate"), "active", "tokens");
        await trusting.UntilAsync(agent, () => trusting.Document.Version == 3);
        await KnownAsync(stub);
        await TurnAsync(stub, "tokens/retire");
        await trusting.UntilAsync(agent, () => trusting.Document.TokenKeys.Count == 1);
        Assert.Equal((second, false), (trusting.Document.TokenKeys[0].Kid, first == second));
    }

    [Fact]
    public async Task The_authority_is_rotated_and_the_session_stays()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var trusting = TrustingAgent.Of(bundle);
        await using var agent = await trusting.ConnectAsync(bundle);
        await trusting.UntilAsync(agent, () => trusting.Document is not null);
        Assert.Equal((string?)bundle["caCertificate"], trusting.Document!.CaCertificate);
        var session = await SessionAsync(stub);
        await TurnAsync(stub, "authority/rotate");
        await trusting.UntilAsync(agent, () => trusting.Document.Version == 2);
        await KnownAsync(stub);
        var believed = (JsonObject)bundle.DeepClone();
        believed["caCertificate"] = trusting.Document.CaCertificate;
        await TurnAsync(stub, "authority/activate");
        await PutAsync(stub, trusting, agent, "web");
        Assert.Equal(session, await SessionAsync(stub));

        // Handshakes from now on show a certificate of the new one; only those who were told believe it, with the certificate they had.
        await Assert.ThrowsAnyAsync<Exception>(() => Gateway.ScriptedAgent.DialAsync(bundle));
        var shown = (await Enrolment.AgentIdentity.OfAsync(bundle)).ForTls();
        await using (await Gateway.ScriptedAgent.DialAsync(believed, shown))
            Assert.Contains("BEGIN CERTIFICATE", trusting.Document.CaCertificate);
        await KnownAsync(stub, trusting, agent, 3);
        var refused = await stub.SendAsync("POST", "/api/v1/trust/authority/retire");
        refused.Expect(HttpStatusCode.Conflict);
        Assert.Contains("certificates of these planes: east", refused.Text);

        // Whoever enrols now has a certificate of the new one, which opens the channel after the old one is gone.
        var west = await stub.AddPlaneAsync("west");
        var fresh = (await Enrolment.AgentIdentity.OfAsync(west)).ForTls();
        await TurnAsync(stub, "authority/retire?force=true");
        await using (await Gateway.ScriptedAgent.DialAsync(west, fresh))
            await Assert.ThrowsAnyAsync<Exception>(() => Gateway.ScriptedAgent.DialAsync(believed, shown));
        await trusting.UntilAsync(agent, () => trusting.Document.Version == 4);
        Assert.DoesNotContain((string)bundle["caCertificate"]!, trusting.Document.CaCertificate);
        await stub.RestartAsync();
        await using var last = await Gateway.ScriptedAgent.DialAsync(Here(stub, west), fresh);
    }

    private static JsonObject Here(RunningStub stub, JsonObject bundle)
    {
        var here = (JsonObject)bundle.DeepClone();
        here["server"] = new UriBuilder("wss", "127.0.0.1", stub.Server.Agents.Port, "/agent/v1/channel").Uri.ToString();
        return here;
    }

    private static async Task KnownAsync(RunningStub stub, TrustingAgent trusting, Gateway.ScriptedAgent agent, long version)
    {
        await trusting.UntilAsync(agent, () => trusting.Document!.Version >= version);
        await KnownAsync(stub);
    }

    [Fact]
    public async Task A_key_is_not_activated_while_a_plane_does_not_know_it_unless_forced()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await stub.AddPlaneAsync("never-seen");
        // Says nothing of trust: an agent of the version before.
        var (old, _) = await Gateway.ScriptedAgent.ConnectAsync(bundle);
        await using var connected = old;
        await TurnAsync(stub, "intents/rotate");
        (await stub.SendAsync("POST", "/api/v1/trust/intents/rotate")).Expect(HttpStatusCode.Conflict);
        var refused = await stub.SendAsync("POST", "/api/v1/trust/intents/activate");
        refused.Expect(HttpStatusCode.Conflict);
        Assert.Contains("do not know it yet: east.", (string?)refused.Json["detail"]);
        Assert.Equal("""["east"]""", (await stub.SendAsync("GET", "/api/v1/trust")).Expect(HttpStatusCode.OK)["lacking"]!.ToJsonString());
        (await stub.SendAsync("POST", "/api/v1/trust/intents/retire?force=true")).Expect(HttpStatusCode.Conflict);
        await TurnAsync(stub, "intents/activate?force=true");
        (await stub.SendAsync("POST", "/api/v1/trust/intents/activate?force=true")).Expect(HttpStatusCode.Conflict);
        (await stub.SendAsync("POST", "/api/v1/trust/nothing/rotate")).Expect(HttpStatusCode.NotFound);
        (await stub.SendAsync("POST", "/api/v1/trust/intents/rotate?force=true")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_agent_that_was_away_meanwhile_believes_what_either_key_signed()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var trusting = TrustingAgent.Of(bundle);
        await TurnAsync(stub, "intents/rotate");
        await TurnAsync(stub, "intents/activate");
        await using var agent = await trusting.ConnectAsync(bundle);
        await trusting.UntilAsync(agent, () => trusting.Document?.Version == 3);
        await PutAsync(stub, trusting, agent, "web");
        Assert.Equal(KeyIn((await stub.SendAsync("GET", "/api/v1/trust")).Json, "active"), trusting.Signers["web"]);
    }

    [Fact]
    public async Task An_agent_that_holds_a_newer_version_than_there_is_gets_one_above_it_and_one_that_knows_all_gets_none()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var trusting = TrustingAgent.Of(bundle);
        await using (var agent = await trusting.ConnectAsync(bundle, says: 50))
            await trusting.UntilAsync(agent, () => trusting.Document?.Version == 51);
        await KnownAsync(stub);
        await using (var agent = await trusting.ConnectAsync(bundle))
        {
            await PutAsync(stub, trusting, agent, "web");
            Assert.Equal(51, trusting.Document!.Version);
            // The change after that is above it again.
            await TurnAsync(stub, "tokens/rotate");
            await trusting.UntilAsync(agent, () => trusting.Document.Version == 52);
        }

        await using var absurd = await trusting.ConnectAsync(bundle, says: long.MaxValue);
        await PutAsync(stub, trusting, absurd, "still-served");
    }

    [Fact]
    public async Task A_refused_document_is_told_and_the_session_goes_on()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        await using var agent = await Gateway.ScriptedAgent.DialAsync(bundle);
        await agent.SendAsync(agent.Hello() with { Trust = 0 });
        await agent.ExpectAsync<WelcomeFrame>();
        await agent.ExpectAsync<TrustFrame>();
        await agent.SendAsync(new ErrorFrame(ErrorCode.TrustRefused, "no key of mine signed it"));
        await Eventually.TrueAsync(
            async () => (await stub.SendAsync("GET", "/api/v1/events", headers: ("Accept", "application/json"))).Text.Contains("trustRefused", StringComparison.Ordinal),
            cancellationToken: RunningStub.Cancel);
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        Assert.Equal("web", (await agent.StoreNextAsync()).Id);
        Assert.Equal("""["east"]""", (await stub.SendAsync("GET", "/api/v1/trust")).Json["lacking"]!.ToJsonString());
    }

    [Fact]
    public async Task A_missing_key_is_told_and_never_replaced()
    {
        await using var stub = await RunningStub.StartAsync();
        var id = KeyIn(await TurnAsync(stub, "intents/rotate"), "announced");
        await stub.Server.DisposeAsync();
        File.Delete(Path.Combine(stub.Data, $"intents-{id}.pem"));
        var error = await Assert.ThrowsAsync<StoreException>(stub.RestartAsync);
        Assert.Contains($"intents-{id}.pem is missing", error.Message);
    }

    private static async Task PutAsync(RunningStub stub, TrustingAgent trusting, Gateway.ScriptedAgent agent, string id)
    {
        (await stub.SendAsync("PUT", $"/api/v1/planes/east/intents/{id}", Samples.Web)).Expect(HttpStatusCode.Created);
        await trusting.UntilAsync(agent, () => trusting.Held.ContainsKey(id));
    }

    private static async Task<JsonObject> TurnAsync(RunningStub stub, string turn) =>
        (await stub.SendAsync("POST", $"/api/v1/trust/{turn}")).Expect(HttpStatusCode.OK);

    private static string KeyIn(JsonNode trust, string state, string kind = "intents") =>
        (string)trust["items"]!.AsArray().Single(a => ((string?)a!["state"], (string?)a["kind"]) == (state, kind))!["id"]!;

    private static Task KnownAsync(RunningStub stub) => Eventually.TrueAsync(
        async () => (await stub.SendAsync("GET", "/api/v1/trust")).Json["lacking"]!.AsArray().Count == 0, cancellationToken: RunningStub.Cancel);

    private static async Task<string?> SessionAsync(RunningStub stub) =>
        (string?)(await stub.SendAsync("GET", "/api/v1/planes/east")).Json["connection"]!["sessionId"];
}
