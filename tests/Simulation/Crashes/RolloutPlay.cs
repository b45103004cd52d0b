using Pdp.Core.Ports;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Network;
using Pdp.Simulation.Processes;
using Pdp.Simulation.Story;
using JobRan = Pdp.History.Events.JobRan;

namespace Pdp.Simulation.Crashes;

/// <summary>One rollout in a world where nothing goes wrong but the agent, which dies where it is told to and is started again.</summary>
internal sealed class RolloutPlay : IDisposable
{
    // Above every pause in which nothing is written: deadlines of rollouts and backoffs are a minute.
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(90);

    // Before anything can go wrong only controllers let the agent wait.
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _mostUnrest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly World _world = new(1);
    private readonly RolloutCase _case;
    private readonly Keeper<SimulatedAgent> _agent;
    private Doorbell _bell = new();
    private long _lastWrite;
    private long _generation;

    private RolloutPlay(RolloutCase rollout, IReadOnlyList<KillPoint> points, AgentSetup setup, Action<string>? reader)
    {
        (_case, Killer) = (rollout, new Killer(points));
        _world.Weather.IsCalm = true;
        _world.Chronicle.Reader = reader;
        _world.Cluster.Tell(Note);
        _ = new Telling.ClusterScribe(_world);
        _ = new Workloads(_world);
        _ = new Housekeeping(_world);
        var internet = new SimulatedInternet(_world);
        _agent = new Keeper<SimulatedAgent>(_world, "agent", life => Live(internet, life, setup));
    }

    /// <summary>Where the agent died, and how much it wrote.</summary>
    public Killer Killer { get; }

    /// <summary>What there was before the rollout.</summary>
    public EndState? Before { get; private set; }

    /// <summary>What there was in the end.</summary>
    public EndState? End { get; private set; }

    /// <summary>Jobs that ran more than once.</summary>
    public IReadOnlyList<string> RunTwice =>
        [.. _world.Chronicle.Records.Select(record => record.Event).OfType<JobRan>().GroupBy(job => job.Key).Where(runs => runs.Count() > 1).Select(runs => runs.Key)];

    /// <summary>What was put last.</summary>
    public (long Generation, IntentSpec Spec) Newest { get; private set; }

    /// <summary>Plays a rollout from its beginning until nothing happens any more.</summary>
    /// <exception cref="InvalidOperationException">It never comes to rest.</exception>
    public static RolloutPlay Run(RolloutCase rollout, IReadOnlyList<KillPoint> points, AgentSetup setup, Action<string>? reader = null) =>
        Play(new RolloutPlay(rollout, points, setup, reader), play => play.RollOutAsync());

    /// <summary>Plays what the end has to be like: the newest generation put where nothing was before.</summary>
    public static EndState Install(RolloutCase rollout, (long Generation, IntentSpec Spec) newest)
    {
        using var play = Play(new RolloutPlay(rollout, [], new AgentSetup(), null), play => play.InstallAsync(newest));
        return play.End!;
    }

    public void Dispose() => _world.Dispose();

    private static RolloutPlay Play(RolloutPlay play, Func<RolloutPlay, Task> story)
    {
        Pump.Run(play._world.Timeline, () => play.TellAsync(story));
        return play;
    }

    private async Task TellAsync(Func<RolloutPlay, Task> story)
    {
        _ = _agent.RunAsync();
        await story(this);
        End = EndState.Of(_world);
        _agent.End();
    }

    private async Task RollOutAsync()
    {
        if (_case.First is { } first) await PutAsync(1, first);
        await ComeToRestAsync(_calm);
        Before = EndState.Of(_world);
        Killer.Arm();
        if (_case.Second is { } second) await PutAsync(2, second);
        if (_case.Rotates) _world.Vault.Rotate();
        if (_case.Removes) await DeliverAsync(agent => agent.RemoveAsync(Vendor.Sign(2, new RemovalSpec()), CancellationToken.None));
        await ComeToRestAsync(_quiet);
    }

    private async Task InstallAsync((long Generation, IntentSpec Spec) newest)
    {
        if (_case.Rotates) _world.Vault.Rotate();
        await PutAsync(newest.Generation, newest.Spec);
        await ComeToRestAsync(_quiet);
    }

    private async Task ComeToRestAsync(TimeSpan quiet)
    {
        var since = _world.Timeline.Now;
        var seen = _lastWrite = since;
        while (_world.Timeline.Now - _lastWrite < quiet.Ticks)
        {
            if (_world.Timeline.Now - since > _mostUnrest.Ticks) throw new InvalidOperationException("It never comes to rest.");
            if (_world.Defect is { } defect) throw new InvalidOperationException(defect.Message, defect);
            await _world.Timeline.WaitAsync(_tick);
            if (seen == _lastWrite) continue;
            seen = _lastWrite;
            await ActAsync();
        }
    }

    private async Task ActAsync()
    {
        if (_generation == 2 && EndState.StatusOf(_world) is { ObservedGeneration: 2 } status && _case.Act(status) is { } act) await PutAsync(3, act);
    }

    private Task PutAsync(long generation, IntentSpec spec)
    {
        (_generation, Newest) = (generation, (generation, spec));
        return DeliverAsync(intake => intake.AcceptAsync(Vendor.Sign(generation, spec), CancellationToken.None));
    }

    // As the control plane does: again and again, until it is acknowledged.
    private async Task DeliverAsync(Func<IIntake, Task<IntakeAnswer>> deliver)
    {
        while (true)
        {
            if (_agent.Current is { } agent && _bell.IsRung && await AskAsync(() => deliver(agent.Get<IIntake>())) is { } answer)
            {
                if (answer.Outcome == AckOutcome.Refused) throw new InvalidOperationException($"Refused: {string.Join("; ", answer.Reasons)}");
                return;
            }
            await _world.Timeline.WaitAsync(_tick);
        }
    }

    private async Task<IntakeAnswer?> AskAsync(Func<Task<IntakeAnswer>> ask)
    {
        try
        {
            // Of an agent that dies meanwhile there will be no answer.
            var asked = ask();
            return await Task.WhenAny(asked, _world.Timeline.WaitAsync(_patience)) == asked ? await asked : null;
        }
        catch (IntakeUnavailableException)
        {
            return null;
        }
    }

    private SimulatedAgent Live(SimulatedInternet internet, int life, AgentSetup setup)
    {
        var bell = _bell = new Doorbell();
        var agent = new SimulatedAgent(_world, internet, Vendor.Bundle, "agent", life, Stage.Of(setup) with { Dialler = _ => bell });
        Killer.Follow(agent.Life);
        return agent;
    }

    private void Note(ClusterWrite write)
    {
        if (write.Resource.Kind is not ("Lease" or "Event") && write.HasEffect) _lastWrite = _world.Timeline.Now;
    }
}
