using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Standby;

/// <summary>Two agents of one plane: one acts, and when it dies the other does.</summary>
[Collection(SharedStory.Name)]
public sealed class TwoAgentsTests(PlayedStory story)
{
    private const string Id = "two-agents";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stage Stage => story.Stage;

    [Fact]
    public async Task Only_the_leader_acts_and_the_standby_takes_over()
    {
        var standby = Stage.AddStandby("standby");
        standby.Start();
        await Poll.UntilTrueAsync("the standby to answer", () => AnswersAsync(standby), Limit, Ct);
        await SmallComponent.DeployAsync(Stage, Id, Ct);
        Assert.StartsWith("agent", await HolderAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"Intent\"", standby.Process!.Log.Tail(500), StringComparison.Ordinal);

        await Stage.Agent.KillAsync(Ct);
        var died = TimeProvider.System.GetTimestamp();
        await DeleteServiceAsync();
        await Poll.UntilTrueAsync("the standby to repair", async () => (await ServicesAsync()).Count == 1, Limit, Ct);
        var repaired = TimeProvider.System.GetElapsedTime(died);

        Assert.StartsWith("standby", await HolderAsync(), StringComparison.Ordinal);
        await Poll.UntilTrueAsync("the standby to be connected", async () => await AgentIdAsync() is { } id && id.StartsWith("standby", StringComparison.Ordinal), Limit, Ct);
        var next = await Stage.ChangeAsync(Id, spec => spec["replicas"] = 2, Ct);
        await Stage.PhaseAsync(Id, next, "Healthy", Limit, Ct);
        TestContext.Current.TestOutputHelper?.WriteLine($"the standby had repaired {repaired.TotalSeconds:0.0} s after the leader was killed");

        await ReturnToOneAgentAsync(standby);
    }

    // The other tests of this collection go on with the agent they know.
    private async Task ReturnToOneAgentAsync(AgentProcess standby)
    {
        await Stage.Control.Api.DeleteAsync(Stage.Plane, Id, Ct);
        Assert.Equal(0, await standby.Process!.StopAsync(Ct));
        Stage.Agent.Start();
        await Poll.UntilTrueAsync("the agent to be connected", async () => await AgentIdAsync() is { } id && id.StartsWith("agent", StringComparison.Ordinal), Limit, Ct);
    }

    private async Task<string> HolderAsync() =>
        (string)(await Stage.Cluster.GetAsync(ClusterPaths.Object("leases", "pdp-system", "pdp-agent"), Ct))!["spec"]!["holderIdentity"]!;

    private async Task<string?> AgentIdAsync()
    {
        var plane = await Stage.Control.Api.PlaneAsync(Stage.Plane, Ct);
        return (string?)plane["connection"]?["state"] == "connected" ? (string?)plane["agent"]?["id"] : null;
    }

    private Task<IReadOnlyList<JsonObject>> ServicesAsync() => Stage.Cluster.ListAsync(ClusterPaths.OfIntent("services", Id), Ct);

    private async Task DeleteServiceAsync()
    {
        var service = (await ServicesAsync())[0];
        await Stage.Cluster.DeleteAsync(ClusterPaths.Object("services", ClusterPaths.NamespaceOf(service), ClusterPaths.NameOf(service)), Ct);
    }

    private static async Task<bool> AnswersAsync(AgentProcess agent)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(agent.ApiUrl, "/healthz"), Ct);
        return answer.IsSuccessStatusCode;
    }
}
