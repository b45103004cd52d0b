using Pdp.Cutter.Plan;
using Pdp.Cutter.Watching;
using Pdp.History.Events;
using Pdp.Story.Processes;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Cutter.Play;

/// <summary>Carries out a plan of faults, and mends everything in the end.</summary>
public sealed class Saboteur(World world, ClusterWatcher cluster, StubWatcher stub, TimeProvider time)
{
    private readonly Dictionary<FaultPlace, SemaphoreSlim> _turns =
        Enum.GetValues<FaultPlace>().ToDictionary(place => place, _ => new SemaphoreSlim(1));

    private int _incarnation = 1;

    /// <summary>How many faults happened.</summary>
    public int Done { get; private set; }

    /// <summary>Does everything at its time; ends when the last fault is over and everything is mended.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedFault> plan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var begun = time.GetTimestamp();
        var faults = new List<Task>();
        foreach (var fault in plan)
        {
            var wait = fault.At - time.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, ct);
            faults.Add(InTurnAsync(fault, ct));
        }

        await Task.WhenAll(faults);
        LineFaults.Mend(world.ControlLine);
        LineFaults.Mend(world.ClusterLine);
    }

    // One fault at a time for each place: what is killed already cannot be held.
    private async Task InTurnAsync(PlannedFault fault, CancellationToken ct)
    {
        await _turns[fault.Place].WaitAsync(ct);
        try
        {
            world.Chronicle.Note(await cluster.VersionAsync(ct), "saboteur", new FaultInjected(fault.Kind.ToString(), fault.ToString()));
            await DoAsync(fault, ct);
            Done++;
        }
        finally
        {
            _turns[fault.Place].Release();
        }
    }

    private Task DoAsync(PlannedFault fault, CancellationToken ct) => (fault.Place, fault.Kind) switch
    {
        (FaultPlace.ControlLine, _) => LineFaults.DoAsync(world.ControlLine, fault, time, ct),
        (FaultPlace.ClusterLine, _) => LineFaults.DoAsync(world.ClusterLine, fault, time, ct),
        (FaultPlace.Stub, FaultKind.Kill) => KillStubAsync(fault.Lasts, ct),
        (FaultPlace.Stub, _) => PauseAsync(world.Stage.Control.Process!, fault.Lasts, ct),
        (_, FaultKind.Kill) => KillLeaderAsync(fault.Lasts, ct),
        _ => PauseLeaderAsync(fault.Lasts, ct),
    };

    private async Task KillStubAsync(TimeSpan away, CancellationToken ct)
    {
        await world.Stage.Control.KillAsync(ct);
        await Task.Delay(away, time, ct);
        await world.Stage.Control.RestartAsync(ct);
        await stub.NoteHoldingsAsync($"stub/{++_incarnation}", ct);
    }

    private async Task KillLeaderAsync(TimeSpan away, CancellationToken ct)
    {
        var leader = await LeaderAsync(ct);
        await leader.KillAsync(ct);
        await Task.Delay(away, time, ct);
        leader.Start();
    }

    private async Task PauseLeaderAsync(TimeSpan pause, CancellationToken ct) =>
        await PauseAsync((await LeaderAsync(ct)).Process!, pause, ct);

    private async Task PauseAsync(ChildProcess process, TimeSpan pause, CancellationToken ct)
    {
        process.Pause();
        try
        {
            await Task.Delay(pause, time, ct);
        }
        finally
        {
            process.Resume();
        }
    }

    private async Task<AgentProcess> LeaderAsync(CancellationToken ct)
    {
        var lease = await world.Stage.Cluster.GetAsync(ClusterPaths.Object("leases", ClusterWatcher.AgentNamespace, "pdp-agent"), ct);
        var holder = ((string?)lease?["spec"]?["holderIdentity"] ?? "").Split('_')[0];
        return world.Agents.FirstOrDefault(agent => agent.Process!.Name == holder) ?? world.Agents[0];
    }
}
