using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Simulation.Processes;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>A mistake that makes a difference only to an agent that dies at the wrong moment.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Case">The rollout whose plays find it.</param>
/// <param name="Into">Plants it.</param>
internal sealed record CrashBug(string Name, string Case, Func<PlaySetup, PlaySetup> Into)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<CrashBug> All { get; } =
    [
        new("deletes-later", "pruning", DeletesLater),
        new("revision-in-memory", "rolling-back", RevisionInMemory),
    ];

    /// <summary>The one of that name.</summary>
    public static CrashBug? Find(string name) => All.FirstOrDefault(bug => bug.Name == name);

    /// <summary>An agent with the bug of that name in it; without one for null.</summary>
    public static AgentSetup Plant(string? name) => name is null ? new AgentSetup() : Find(name)!.Into(new PlaySetup()).Agent;

    // What is pruned is called gone before it is, and forgotten.
    private static PlaySetup DeletesLater(PlaySetup setup) => setup.InAgent<IObjectCluster>((cluster, provider) => Instead.Of(cluster, (method, arguments, call) =>
    {
        if (method != nameof(IObjectCluster.DeleteAsync)) return call();
        _ = LaterAsync(cluster, (ObjectKey)arguments[0]!, (string)arguments[1]!, provider.GetRequiredService<TimeProvider>());
        return Task.FromResult(true);
    }));

    private static async Task LaterAsync(IObjectCluster cluster, ObjectKey key, string uid, TimeProvider time)
    {
        await Task.Delay(TimeSpan.FromSeconds(2), time);
        await cluster.DeleteAsync(key, uid, CancellationToken.None);
    }

    // The last good revision is remembered, and not read again by whoever comes after.
    private static PlaySetup RevisionInMemory(PlaySetup setup) => setup.InAgent<IRevisionStore>((store, _) =>
    {
        Revision? kept = null;
        return Instead.Of(store, (method, arguments, call) => method switch
        {
            nameof(IRevisionStore.KeepAsync) when (kept = (Revision)arguments[1]!) is not null => call(),
            nameof(IRevisionStore.KeptAsync) => Task.FromResult(kept?.Mark),
            nameof(IRevisionStore.FindAsync) => Task.FromResult(kept),
            _ => call(),
        });
    });
}
