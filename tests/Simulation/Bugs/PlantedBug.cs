using Pdp.Simulation.Faults;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>
/// A mistake somebody could make, put back on purpose where a port lets it: the product knows nothing of it. If the rules do not notice it
/// within some seeds, they are worth nothing.
/// </summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Breaks">The rule that notices it.</param>
/// <param name="Seeds">Seeds within which it is found.</param>
/// <param name="Into">Plants it.</param>
/// <param name="Prone">Faults without which it makes no difference, so that they are in the weather of every seed.</param>
internal sealed record PlantedBug(string Name, string Breaks, int Seeds, Func<PlaySetup, PlaySetup> Into, params Fault[] Prone)
{
    private const string Applied = "every accepted intent is applied in the end";
    private const string AgentKeeps = "what the agent acknowledged survives";
    private const string StubKeeps = "what the control plane acknowledged survives";
    private const string Journal = "no older generation after a newer one in the journal";
    private const string Reaches = "status converges at the control plane";
    private const string True = "a status tells the truth";
    private const string Bounded = "queues stay bounded";

    /// <summary>All there are.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("ack-before-durable", AgentKeeps, 20, IntakeBugs.AckBeforeDurable),
        new("old-generation-accepted", Journal, 150, IntakeBugs.OldGenerationAccepted, Fault.IntentReplayed),
        new("removal-forgets-tombstone", AgentKeeps, 60, ClusterBugs.RemovalForgetsTombstone, Fault.IntentReplayed),
        new("deleted-events-lost", True, 60, ClusterBugs.DeletedEventsLost, Fault.Drift),
        new("health-believed", True, 40, ClusterBugs.HealthBelieved),
        new("rollback-to-the-first-revision", True, 80, ReconcileBugs.RollbackToTheFirstRevision),
        new("status-not-told-again", Reaches, 60, ReconcileBugs.StatusNotToldAgain, Fault.ChannelCut),
        new("news-before-commit", Applied, 60, StoreBugs.NewsBeforeCommit),
        new("accepted-before-commit", StubKeeps, 60, StoreBugs.AcceptedBeforeCommit, Fault.DiskFailed),
        new("status-write-dropped", Reaches, 40, StoreBugs.StatusWriteDropped),
        new("window-not-enforced", Bounded, 20, WireBugs.WindowNotEnforced),
    ];

    /// <summary>The one of that name.</summary>
    public static PlantedBug? Find(string name) => All.FirstOrDefault(bug => bug.Name == name);

    private PlaySetup Planted() => Into(new PlaySetup { Prone = Prone });

    /// <summary>The setup of a play, with a bug in it if one is named.</summary>
    public static PlaySetup Plant(string? name) => name is null ? new PlaySetup() : Find(name)!.Planted();
}
