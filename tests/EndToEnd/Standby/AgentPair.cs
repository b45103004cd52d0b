using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Standby;

/// <summary>A stage of its own on which one agent leads, another stands by, and a small component is Healthy.</summary>
internal sealed class AgentPair : IAsyncDisposable
{
    private const string Id = "paired";
    private const string Lease = "pdp-agent";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // The agents' lease of 5 s, and time for a machine that is busy.
    private static readonly TimeSpan LeaseAndMargin = TimeSpan.FromSeconds(15);

    private readonly Stage _stage = new(new StageOptions());

    private AgentPair() => Next = _stage.AddStandby("standby");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The agent that leads first.</summary>
    public AgentProcess First => _stage.Agent;

    /// <summary>The one that stands by.</summary>
    public AgentProcess Next { get; }

    /// <summary>What the agents asked of the cluster.</summary>
    public AuditTrail Audit => new(_stage.EmbeddedCluster!.AuditLog);

    /// <summary>Starts everything, and deploys.</summary>
    public static async Task<AgentPair> StartAsync()
    {
        var pair = new AgentPair();
        try
        {
            await pair.StartAgentsAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until an agent holds the lease, and says what that took.</summary>
    public async Task HeldByAsync(string agent, string since)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Poll.UntilTrueAsync($"{agent} to hold the lease", async () => IsOf(agent, await HolderAsync()), LeaseAndMargin, Ct);
        TestContext.Current.TestOutputHelper?.WriteLine($"{agent} held the lease {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.00} s after {since}");
    }

    /// <summary>Removes the component's Service, and waits until there is one again.</summary>
    public async Task DriftIsRepairedAsync()
    {
        var service = Assert.Single(await ServicesAsync());
        await _stage.Cluster.DeleteAsync(ClusterPaths.Object("services", ClusterPaths.NamespaceOf(service), ClusterPaths.NameOf(service)), Ct);
        await Poll.UntilTrueAsync(
            "the Service to be there again",
            async () => await ServicesAsync() is [var other] && UidOf(other) != UidOf(service),
            Limit,
            Ct);
    }

    /// <summary>Changes the component through an agent, and waits until it is Healthy.</summary>
    public async Task WorkGoesOnAsync(string agent, int replicas)
    {
        await Poll.UntilTrueAsync($"{agent} to be connected", () => IsConnectedAsync(agent), Limit, Ct);
        var generation = await _stage.ChangeAsync(Id, spec => spec["replicas"] = replicas, Ct);
        await _stage.PhaseAsync(Id, generation, "Healthy", Limit, Ct);
    }

    /// <summary>Waits until an agent has printed something.</summary>
    public static async Task SaysAsync(AgentProcess agent, string text)
    {
        var process = agent.Process!;
        try
        {
            await Poll.UntilTrueAsync(
                $"{process.Name} to say '{text}'", () => Task.FromResult(process.Log.Tail(500).Contains(text, StringComparison.Ordinal)), Limit, Ct);
        }
        catch (StoryException inVain)
        {
            throw new StoryException($"{inVain.Message}; it said:\n{process.Log.Tail(15)}", inVain);
        }
    }

    /// <summary>Who holds the lease: an agent's name and which start of it.</summary>
    public async Task<string> HolderAsync() =>
        (string?)(await _stage.Cluster.GetAsync(ClusterPaths.Object("leases", "pdp-system", Lease), Ct))?["spec"]?["holderIdentity"] ?? "";

    /// <summary>The fencing token on the Intent: <c>transitions/identity</c> of the leader that took charge of it.</summary>
    public async Task<string> TokenAsync() =>
        (string)(await _stage.Cluster.GetAsync(ClusterPaths.Object("intents", "pdp-system", Id), Ct))!["metadata"]!["annotations"]!["pdp.dev/fencing-token"]!;

    /// <summary>What agents wrote since a mark, but for the lease.</summary>
    public async Task<IReadOnlyList<string>> WrittenAsync(int mark) =>
        [.. (await Audit.WrittenAsync(mark, Ct)).Where(path => !path.EndsWith($"/leases/{Lease}", StringComparison.Ordinal))];

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private async Task StartAgentsAsync()
    {
        await _stage.OpenAsync(Ct);
        await _stage.ConnectedAsync(Ct);
        Next.Start();
        await SmallComponent.DeployAsync(_stage, Id, Ct);
        await SaysAsync(Next, "standing by");
    }

    private async Task<bool> IsConnectedAsync(string agent)
    {
        var plane = await _stage.Control.Api.PlaneAsync(_stage.Plane, Ct);
        return (string?)plane["connection"]?["state"] == "connected" && IsOf(agent, (string?)plane["agent"]?["id"] ?? "");
    }

    private Task<IReadOnlyList<JsonObject>> ServicesAsync() => _stage.Cluster.ListAsync(ClusterPaths.OfIntent("services", Id), Ct);

    private static bool IsOf(string agent, string identity) => identity.StartsWith(agent, StringComparison.Ordinal);

    private static string UidOf(JsonObject item) => (string)item["metadata"]!["uid"]!;
}
