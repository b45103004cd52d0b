using Pdp.History.Events;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;
using Pdp.Simulation.Processes;

namespace Pdp.Simulation.Story;

/// <summary>Everything that goes wrong at a time of its own: deaths, standstills, partitions, clocks, and people who meddle.</summary>
internal sealed class Storm(World world, Cast cast)
{
    private static readonly Fault[] _ofAgents =
        [Fault.AgentKilled, Fault.AgentRestarted, Fault.AgentFrozen, Fault.ClusterAway, Fault.ClockStep];

    private static readonly Fault[] _ofStubs = [Fault.StubKilled, Fault.StubRestarted, Fault.StubFrozen];
    private static readonly Fault[] _ofPeople = [Fault.Drift, Fault.IntentEdited, Fault.LeaseStolen];

    private readonly Dice _dice = world.Dice.Fork("storm");
    private readonly Meddler _meddler = new(world);

    /// <summary>Has something go wrong now and then, until it is calm.</summary>
    public async Task RunAsync()
    {
        Fault[] possible = [.. Possible()];
        while (possible.Length > 0)
        {
            await world.Timeline.WaitAsync(_dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
            if (world.Weather.IsCalm) return;
            Strike(_dice.Of(possible));
        }
    }

    // Half of the stories have none of these: what cuts and delays do is seen best alone.
    private IEnumerable<Fault> Possible() =>
        _ofAgents.Concat(_ofStubs).Concat(_ofPeople).Where(world.Weather.Has);

    private void Strike(Fault fault)
    {
        switch (fault)
        {
            case Fault.Drift:
                _meddler.Drift();
                break;
            case Fault.IntentEdited:
                _meddler.EditIntent();
                break;
            case Fault.LeaseStolen:
                _meddler.StealLease();
                break;
            case Fault.ClusterAway when _dice.Of(cast.Agents).Current is { } agent:
                Inject(fault, agent);
                agent.Line.IsCut = true;
                world.Timeline.After(_dice.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60)), () => agent.Line.IsCut = false);
                break;
            case Fault.AgentKilled or Fault.AgentRestarted or Fault.AgentFrozen or Fault.ClockStep when _dice.Of(cast.Agents).Current is { } agent:
                Strike(fault, agent);
                break;
            case Fault.StubKilled or Fault.StubRestarted or Fault.StubFrozen when _dice.Of(cast.Stubs).Current is { } stub:
                Strike(fault, stub);
                break;
        }
    }

    private void Strike(Fault fault, ISimulatedProcess victim)
    {
        Inject(fault, victim);
        switch (fault)
        {
            case Fault.AgentKilled or Fault.StubKilled:
                victim.Life.DieAt(1 + _dice.Below(_dice.Of([10, 60, 300])));
                break;
            case Fault.AgentRestarted or Fault.StubRestarted:
                _ = victim.StopAsync(_dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
                break;
            case Fault.AgentFrozen or Fault.StubFrozen:
                victim.Life.Freeze();
                world.Timeline.After(_dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(50)), victim.Life.Thaw);
                break;
            case Fault.ClockStep:
                victim.Clock.Skew = _dice.Between(TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
                break;
        }
    }

    private void Inject(Fault fault, ISimulatedProcess victim)
    {
        world.Weather.Count(fault);
        world.Chronicle.Note(victim.Life.Name, new FaultInjected(fault.ToString()));
    }
}
