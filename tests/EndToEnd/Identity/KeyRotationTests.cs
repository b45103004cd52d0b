using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.Identity;

/// <summary>Keys that are rotated under an agent that works on, by the real processes.</summary>
public sealed class KeyRotationTests
{
    private const string Id = "rotated";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_keys_of_intents_and_of_tokens_are_rotated_while_intents_flow_and_no_session_ends()
    {
        await using var plane = await EnrolledPlane.StartAsync();
        await SmallComponent.DeployAsync(plane.Stage, Id, Ct);
        var (session, old) = (await plane.SessionAsync(), await KeysAsync(plane, "intents"));

        foreach (var kind in new[] { "intents", "tokens" })
        {
            await TurnAsync(plane, "rotate", kind);
            await FlowsAsync(plane, 2);
            await TurnAsync(plane, "activate", kind);
            await FlowsAsync(plane, 1);
            await plane.Stage.Control.CommandAsync(Ct, "planes", "resign", plane.Stage.Plane);
            await TurnAsync(plane, "retire", kind);
            await FlowsAsync(plane, 2);
        }

        Assert.Equal(session, await plane.SessionAsync());
        Assert.Empty(old.Intersect(await KeysAsync(plane, "intents")));
        Assert.Equal(0, await plane.EventsAsync("intentRefused"));

        // What is believed outlives the process.
        await plane.Stage.Agent.KillAsync(Ct);
        plane.Stage.Agent.Start();
        await plane.OtherSessionAsync(session);
        await FlowsAsync(plane, 1);
    }

    // The agent has said that it knows before the next step is taken.
    private static async Task TurnAsync(EnrolledPlane plane, string step, string kind)
    {
        await plane.Stage.Control.CommandAsync(Ct, "keys", step, kind, "--reason", "drill");
        var version = (long)(await TrustAsync(plane))["version"]!;
        await Poll.UntilTrueAsync(
            $"the agent to believe version {version}, by {step} {kind}",
            async () => (long?)(await plane.PlaneAsync())["agent"]?["trust"]?["version"] == version,
            Limit,
            Ct);
    }

    private static async Task FlowsAsync(EnrolledPlane plane, int replicas)
    {
        var generation = await plane.Stage.ChangeAsync(Id, spec => spec["replicas"] = replicas, Ct);
        await plane.Stage.PhaseAsync(Id, generation, "Healthy", Limit, Ct);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(EnrolledPlane plane, string kind) =>
        [.. (await TrustAsync(plane))["items"]!.AsArray().Where(item => (string?)item!["kind"] == kind).Select(item => (string)item!["id"]!)];

    private static async Task<JsonObject> TrustAsync(EnrolledPlane plane) =>
        (await plane.Stage.Control.Api.SendAsync(HttpMethod.Get, "/api/v1/trust", null, "application/json", Ct)).Json;
}
