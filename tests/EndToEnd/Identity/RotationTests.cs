using System.Net;
using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.Identity;

/// <summary>Keys are rotated by the real processes while intents flow: the channel stays, and no good intent is refused.</summary>
[Lasts(110)]
public sealed class RotationTests
{
    private const string Id = "rotated";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_keys_of_intents_and_of_tokens_and_the_authority_are_rotated_while_intents_flow()
    {
        await using var plane = await EnrolledPlane.StartAsync();
        await SmallComponent.DeployAsync(plane.Stage, Id, Ct);
        var session = await plane.SessionAsync();
        var first = await KeyAsync(plane, "intents");

        foreach (var kind in new[] { "intents", "tokens", "authority" })
        {
            await TurnAsync(plane, "rotate", kind, replicas: 2);
            await TurnAsync(plane, "activate", kind, replicas: 1);
            await plane.Stage.Control.CommandAsync(Ct, "planes", "resign", plane.Stage.Plane);
            // The authority can go once the agent has a certificate of the next one.
            await Poll.UntilTrueAsync("nothing to need the old one", () => CanRetireAsync(plane, kind), 2 * Limit, Ct);
            await KnownAsync(plane, replicas: 2);
        }

        Assert.Equal(session, await plane.SessionAsync());
        Assert.NotEqual(first, await KeyAsync(plane, "intents"));
        Assert.Equal(0, await plane.EventsAsync("intentRefused"));
        Assert.Equal(0, await plane.EventsAsync("trustRefused"));
        Assert.Equal(0, await plane.EventsAsync("planeDisconnected"));

        // What it was told outlives it: the bundle it was started with names a key that nobody has any more.
        await plane.Stage.Agent.KillAsync(Ct);
        plane.Stage.Agent.Start();
        await plane.OtherSessionAsync(session);
        await ChangeAsync(plane, replicas: 1);
        Assert.Equal(0, await plane.EventsAsync("intentRefused"));
    }

    private static async Task TurnAsync(EnrolledPlane plane, string turn, string kind, int replicas)
    {
        await plane.Stage.Control.CommandAsync(Ct, "keys", turn, kind, "--reason", "a drill");
        await KnownAsync(plane, replicas);
    }

    private static async Task<bool> CanRetireAsync(EnrolledPlane plane, string kind) =>
        (await plane.Stage.Control.Api.SendAsync(HttpMethod.Post, $"/api/v1/trust/{kind}/retire", null, "", Ct)).Status == HttpStatusCode.OK;

    // Before and after every plane knows it.
    private static async Task KnownAsync(EnrolledPlane plane, int replicas)
    {
        await ChangeAsync(plane, replicas);
        await Poll.UntilTrueAsync("the agent to know", async () => (await TrustAsync(plane))["lacking"]!.AsArray().Count == 0, Limit, Ct);
        await ChangeAsync(plane, replicas: 3);
    }

    private static async Task ChangeAsync(EnrolledPlane plane, int replicas)
    {
        var generation = await plane.Stage.ChangeAsync(Id, spec => spec["replicas"] = replicas, Ct);
        await plane.Stage.PhaseAsync(Id, generation, "Healthy", Limit, Ct);
    }

    private static async Task<string> KeyAsync(EnrolledPlane plane, string kind) =>
        (string)(await TrustAsync(plane))["items"]!.AsArray().Single(a => ((string?)a!["kind"], (string?)a["state"]) == (kind, "active"))!["id"]!;

    private static async Task<JsonObject> TrustAsync(EnrolledPlane plane) =>
        (await plane.Stage.Control.Api.SendAsync(HttpMethod.Get, "/api/v1/trust", null, "", Ct)).MustBeOk("trust").Json;
}
