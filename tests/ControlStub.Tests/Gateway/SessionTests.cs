using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway;

public sealed class SessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plane_shows_who_is_connected()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, welcome) = await ScriptedAgent.ConnectAsync(bundle);
        async Task<JsonObject> Plane() => (await stub.SendAsync("GET", "/api/v1/planes/east")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync(async () => (await Plane())["agent"] is not null, cancellationToken: Cancel);
        var plane = await Plane();
        Assert.Equal("connected", (string?)plane["connection"]!["state"]);
        Assert.Equal(welcome.SessionId, (string?)plane["connection"]!["sessionId"]);
        Assert.Equal("1.2.3", (string?)plane["agent"]!["version"]);
        Assert.Equal("v1.36.0", (string?)plane["agent"]!["cluster"]);
        Assert.NotNull(plane["lastSeenAt"]);
        await agent.SendAsync(new GoodbyeFrame(GoodbyeReason.ShuttingDown));
        Assert.Equal(CloseCodes.Normal, await agent.UntilClosedAsync());
        await Eventually.TrueAsync(async () => (string?)(await Plane())["connection"]!["state"] == "disconnected", cancellationToken: Cancel);
        await agent.DisposeAsync();
    }

    [Fact]
    public async Task A_second_session_takes_the_place_of_the_first()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (first, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var old = first;
        var (second, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var fresh = second;
        Assert.Equal(GoodbyeReason.Replaced, (await first.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.Replaced, await first.UntilClosedAsync());
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        Assert.Equal("web", (await second.StoreNextAsync()).Id);
    }

    [Fact]
    public async Task An_agent_that_falls_silent_is_let_go()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Gateway = o.Gateway with { HeartbeatSeconds = 1 } });
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        Assert.IsType<PingFrame>(Assert.IsType<FrameReading.Understood>(await agent.NextAsync(answerPings: false)).Frame);
        Frame frame;
        do
            frame = Assert.IsType<FrameReading.Understood>(await agent.NextAsync(answerPings: false)).Frame;
        while (frame is PingFrame);
        Assert.Equal(GoodbyeReason.HeartbeatLost, Assert.IsType<GoodbyeFrame>(frame).Reason);
        Assert.Equal(CloseCodes.HeartbeatLost, await agent.UntilClosedAsync());
    }

    [Fact]
    public async Task A_connection_that_does_not_say_hello_is_let_go()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Gateway = o.Gateway with { HelloSeconds = 1 } });
        await using var agent = await ScriptedAgent.DialAsync(await stub.AddPlaneAsync());
        Assert.Equal(CloseCodes.PolicyViolation, await agent.UntilClosedAsync());
    }

    [Fact]
    public async Task A_deleted_plane_is_told_so_and_turned_away_from_then_on()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await stub.SendAsync("DELETE", "/api/v1/planes/east");
        Assert.Equal(GoodbyeReason.Revoked, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.Revoked, await agent.UntilClosedAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync(() => ScriptedAgent.DialAsync(bundle)));
    }

    [Fact]
    public async Task The_token_of_a_plane_is_worth_nothing_to_operators_and_theirs_enrols_nobody()
    {
        await using var stub = await RunningStub.StartAsync();
        var east = await stub.AddPlaneAsync();
        await stub.AddPlaneAsync("west");
        await stub.SendAsync("PUT", "/api/v1/planes/west/intents/web", Samples.Web);
        var (agent, _) = await ScriptedAgent.ConnectAsync(east);
        await using var connected = agent;
        await agent.SendAsync(new PingFrame(1));
        await agent.ExpectAsync<PongFrame>();
        using var operators = stub.NewClient((string?)east["token"]);
        using var response = await operators.GetAsync("/api/v1/planes", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        east["token"] = stub.Token;
        using var key = SigningKey.Generate();
        (await AgentPost.EnrolAsync(east, AgentCertificateRequest.Create(key, null))).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_bootstrap_token_opens_no_channel_and_its_agent_is_told_to_enrol()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        using var client = stub.NewClient((string?)bundle["token"], stub.Server.Agents);
        using var response = await client.GetAsync("/agent/v1/channel", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("enrol with it", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task What_is_no_channel_of_ours_is_told_what_to_ask_for()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        Assert.Equal(HttpStatusCode.UpgradeRequired, await RefusedAsync(() => ScriptedAgent.DialAsync(bundle, subprotocol: null)));
        Assert.Equal(HttpStatusCode.UpgradeRequired, await RefusedAsync(() => ScriptedAgent.DialAsync(bundle, subprotocol: "pdp.v9")));
    }

    [Fact]
    public async Task More_agents_than_there_is_room_for_are_told_when_to_come_back()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Gateway = o.Gateway with { MaxSessions = 1 } });
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        using var client = stub.NewClient(null, stub.Server.Agents);
        using var response = await client.GetAsync("/agent/v1/channel", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 30, 60);
    }

    [Fact]
    public async Task A_plane_that_dials_all_the_time_is_slowed_down()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        async Task<bool> IsLetInAsync()
        {
            try
            {
                await using var agent = await ScriptedAgent.DialAsync(bundle);
                return true;
            }
            catch (WebSocketException e)
            {
                Assert.Contains("'429'", e.Message);
                return false;
            }
        }

        var dials = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => IsLetInAsync()));
        Assert.InRange(dials.Count(letIn => letIn), 30, 99);
    }

    [Fact]
    public async Task Statuses_are_kept_newest_only_and_become_events()
    {
        await using var stub = await RunningStub.StartAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(await stub.AddPlaneAsync());
        await using var connected = agent;
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        await agent.StoreNextAsync();
        IntentStatusReport Report(IntentPhase phase, string message, params DriftRecord[] drift) =>
            new("web", new IntentStatus { Phase = phase, Message = message, ObservedGeneration = 1, RunningGeneration = 1, Drift = drift });
        var drift = new DriftRecord(new InventoryEntry("apps", "v1", "Deployment", "ns", "web"), ["spec.replicas"], DateTimeOffset.UnixEpoch.AddYears(60));
        await agent.SendAsync(new StatusFrame([Report(IntentPhase.Progressing, "1 of 2"), new IntentStatusReport("stranger", new IntentStatus())]));
        await agent.SendAsync(new StatusFrame([Report(IntentPhase.Progressing, "2 of 2")]));
        await agent.SendAsync(new StatusFrame([Report(IntentPhase.Healthy, "fine", drift)]));
        await agent.SendAsync(new StatusFrame([Report(IntentPhase.Healthy, "fine", drift)]));
        await Eventually.TrueAsync(
            async () => (string?)(await stub.SendAsync("GET", "/api/v1/planes/east/intents/web/status")).Json["status"]?["message"] == "fine",
            cancellationToken: Cancel);

        // The last frame is behind this one in the line, so all of them have been taken when the answer comes.
        await agent.SendAsync(new PingFrame(1));
        await agent.ExpectAsync<PongFrame>();
        await stub.SendAsync("POST", "/api/v1/planes/east/intents/web/suspend");
        var events = (await stub.SendAsync("GET", "/api/v1/events?limit=1000&intent=web", headers: ("Accept", "application/json"))).Json["items"]!.AsArray();
        Assert.Equal(
            ["intentChanged", "intentAcknowledged", "statusChanged", "driftRepaired", "statusChanged", "intentChanged"],
            events.Select(e => (string?)e!["type"]));
        Assert.Equal(["Progressing", "Healthy"], events.Where(e => (string?)e!["type"] == "statusChanged").Select(e => (string?)e!["data"]!["phase"]));
        Assert.Equal("spec.replicas", (string?)events[3]!["data"]!["fields"]![0]);
        Assert.Equal("Healthy", (string?)(await stub.SendAsync("GET", "/api/v1/planes/east/intents?phase=Healthy")).Json["items"]![0]!["status"]!["phase"]);
    }

    [Fact]
    public async Task A_status_the_store_did_not_keep_ends_the_session_though_the_agent_has_nothing_more_to_say()
    {
        await using var stub = await RunningStub.StartAsync();
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var connected = agent;
        await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web);
        await agent.StoreNextAsync();
        var status = new StatusFrame([new IntentStatusReport("web", new IntentStatus { Phase = IntentPhase.Healthy, Message = "fine" })]);
        await ExecuteAsync(stub, "create trigger full before insert on statuses begin select raise(abort, 'the disk is full'); end");

        await agent.SendAsync(status);

        await agent.ExpectAsync<ErrorFrame>();
        Assert.Equal(GoodbyeReason.Overloaded, (await agent.ExpectAsync<GoodbyeFrame>()).Reason);
        Assert.Equal(CloseCodes.Internal, await agent.UntilClosedAsync());
        await ExecuteAsync(stub, "drop trigger full");

        var (next, _) = await ScriptedAgent.ConnectAsync(bundle, [.. agent.Held.Values]);
        await using var back = next;
        await next.SendAsync(status);
        await Eventually.TrueAsync(
            async () => (string?)(await stub.SendAsync("GET", "/api/v1/planes/east/intents/web/status")).Json["status"]?["message"] == "fine",
            cancellationToken: Cancel);
    }

    private static async Task ExecuteAsync(RunningStub stub, string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(stub.Data, "control.db")};Pooling=False");
        await database.OpenAsync(Cancel);
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // Every caller gives it a constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<HttpStatusCode> RefusedAsync(Func<Task<ScriptedAgent>> dial)
    {
        var e = await Assert.ThrowsAsync<WebSocketException>(dial);
        // "The server returned status code '401' when status code '101' was expected."
        return (HttpStatusCode)int.Parse(e.Message.Split('\'')[1]);
    }
}
