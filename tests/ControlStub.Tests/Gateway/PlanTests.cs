using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli.Client;
using Pdp.ControlStub.Tests.Api;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>An operator asks what applying an intent would change, and the agent says.</summary>
public sealed class PlanTests
{
    private const string Web = "/api/v1/planes/east/intents/web";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agent_is_asked_and_its_plan_is_told()
    {
        await using var stub = await RunningStub.StartAsync();
        await using var agent = await ConnectAsync(stub);

        var asking = stub.SendAsync("POST", Web + "/plan");
        var ask = await agent.ExpectAsync<AskFrame>();
        Assert.Equal((AskKind.Plan, "web", false), (ask.Kind, ask.Id, ask.Document));
        await agent.SendAsync(new AnswerFrame(ask.RequestId, Json("""
            {"generation": 1, "blocked": [], "waits": ["paused"], "more": 0, "of another version": true,
             "rollout": "rolled out by steps: test smoke; 0 of 1 are done", "tests": [{"name": "smoke", "step": 1, "steps": 1}],
             "steps": [{"action": "Configure", "object": "Deployment/web", "fields": ["spec.replicas"], "moreFields": 0, "restarts": 2, "message": ""}]}
            """)));

        var plan = (await asking).Expect(HttpStatusCode.OK);
        Assert.Equal("spec.replicas", (string?)plan["steps"]![0]!["fields"]![0]);
        Assert.Equal((2, "paused"), ((int)plan["steps"]![0]!["restarts"]!, (string?)plan["waits"]![0]));
        Assert.Null(plan["of another version"]);
        Assert.Equal("rolled out by steps: test smoke; 0 of 1 are done", (string?)plan["rollout"]);
        Assert.Equal(("smoke", 1, 1), ((string?)plan["tests"]![0]!["name"], (int)plan["tests"]![0]!["step"]!, (int)plan["tests"]![0]!["steps"]!));
        using var said = new StringWriter();
        PlanCommand.Write(said, plan);
        Assert.Equal(
            "generation 1\n  waits: paused\n  rolled out by steps: test smoke; 0 of 1 are done\n  ~ Deployment/web  # restarts or ends 2 pods\n      spec.replicas\n  t test smoke  # a Job at step 1 of 1\n",
            said.ToString());
        // That somebody made the agent work is told.
        await using var events = await SseReader.OpenAsync(stub, "/api/v1/events?after=0&plane=east&intent=web");
        var told = await events.NextAsync();
        while (told.EventType != "planAsked") told = await events.NextAsync();
        Assert.NotNull((string?)JsonNode.Parse(told.Data)!["actor"]);
    }

    [Theory]
    [InlineData("""{"steps": 7}""", null)]
    [InlineData("7", null)]
    [InlineData(null, "there is no such intent on this plane")]
    public async Task What_is_no_plan_is_said_to_be_none(string? result, string? error)
    {
        await using var stub = await RunningStub.StartAsync();
        await using var agent = await ConnectAsync(stub);

        var asking = stub.SendAsync("POST", Web + "/plan");
        var ask = await agent.ExpectAsync<AskFrame>();
        await agent.SendAsync(new AnswerFrame(ask.RequestId, result is null ? null : Json(result), error));

        (await asking).Expect(HttpStatusCode.Conflict);
        // The session goes on.
        await agent.SendAsync(new PingFrame(7));
        Assert.Equal(7, (await agent.ExpectAsync<PongFrame>()).Number);
    }

    [Fact]
    public async Task Too_many_questions_wait_for_nobody_and_the_end_of_the_session_ends_them()
    {
        await using var stub = await RunningStub.StartAsync();
        var agent = await ConnectAsync(stub);
        var asking = new[] { stub.SendAsync("POST", Web + "/plan"), stub.SendAsync("POST", Web + "/plan") };
        await agent.ExpectAsync<AskFrame>();
        await agent.ExpectAsync<AskFrame>();

        (await stub.SendAsync("POST", Web + "/plan")).Expect(HttpStatusCode.ServiceUnavailable);

        await agent.DisposeAsync();
        foreach (var asked in asking)
            (await asked).Expect(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Nobody_answers_for_a_plane_that_is_not_connected()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        await stub.SendAsync("PUT", Web, Samples.Web);

        (await stub.SendAsync("POST", Web + "/plan")).Expect(HttpStatusCode.Conflict);
        (await stub.SendAsync("POST", "/api/v1/planes/east/intents/none/plan")).Expect(HttpStatusCode.NotFound);
    }

    internal static async Task<ScriptedAgent> ConnectAsync(RunningStub stub)
    {
        var bundle = await stub.AddPlaneAsync();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await stub.SendAsync("PUT", Web, Samples.Web);
        await agent.ExpectIntentAsync();
        return agent;
    }

    private static JsonElement Json(string text) => JsonSerializer.SerializeToElement(JsonNode.Parse(text));
}
