using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;
using Pdp.Simulation.Processes;
using Pdp.Simulation.Storage;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation.Story;

/// <summary>
/// One seed's story: a storm in which an operator goes on working, then calm, until all has come to rest; and then the history is judged.
/// </summary>
internal sealed class Play : IDisposable
{
    // Above every pause of the product that writes nothing: backoffs end at a minute, rollouts here too, on clocks a minute apart at most.
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(200);
    private static readonly TimeSpan _toRollOut = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan _mostUnrest = TimeSpan.FromMinutes(40);

    private readonly ulong _seed;
    private readonly World _world;
    private readonly PlaySetup _setup;
    private Cast _cast = null!;

    private Play(ulong seed, PlaySetup setup)
    {
        (_seed, _setup) = (seed, setup);
        _world = new World(seed, setup.Prone);
        _world.Chronicle.Reader = setup.Reader;
    }

    /// <summary>Plays a seed from its beginning to the judgement.</summary>
    public static PlayResult Run(ulong seed, PlaySetup setup)
    {
        using var play = new Play(seed, setup);
        try
        {
            Pump.Run(play._world.Timeline, play.TellAsync);
            return play.Judge(null);
        }
        catch (SpinningException spinning)
        {
            return PlayResult.Lost(seed, spinning.Message) with { Spins = true };
        }
        catch (InvalidOperationException broken)
        {
            return play.Judge(broken.ToString());
        }
    }

    public void Dispose() => _world.Dispose();

    private async Task TellAsync()
    {
        await using var database = await ControlDatabase.OpenAsync(_world);
        _ = new ClusterScribe(_world);
        _ = new Workloads(_world);
        _ = new Housekeeping(_world);
        _cast = new Cast(_world, database, _setup);
        foreach (var keeper in _cast.Stubs) _ = keeper.RunAsync();
        foreach (var keeper in _cast.Agents) _ = keeper.RunAsync();
        await StormAsync();
        await CalmAsync();
        await ComeToRestAsync();
        _world.Chronicle.Note("world", new Settled());
        _world.Chronicle.Note("stub", await StoreScribe.HoldsAsync(_world, database.Store));
        _world.Chronicle.Note("journal", Facts.Journal(_world));
        _world.Chronicle.Note("cluster", Facts.Objects(_world));
        foreach (var keeper in _cast.Agents) keeper.End();
        foreach (var keeper in _cast.Stubs) keeper.End();
    }

    private async Task StormAsync()
    {
        var dice = _world.Dice.Fork("story");
        var @operator = new Operator(_world, _cast);
        foreach (var isBad in _setup.Prologue)
        {
            await @operator.PutAsync("api", isBad);
            await _world.Timeline.WaitAsync(_toRollOut);
        }
        _ = new Storm(_world, _cast).RunAsync();
        for (var acts = 3 + dice.Below(12); acts > 0; acts--)
        {
            await @operator.ActAsync();
            await _world.Timeline.WaitAsync(dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(dice.Of([2, 20, 60]))));
        }
    }

    private async Task CalmAsync()
    {
        _world.Weather.IsCalm = true;
        foreach (var agent in _cast.Agents.Select(keeper => keeper.Current).OfType<SimulatedAgent>())
        {
            Ease(agent);
            agent.Line.IsCut = false;
        }
        foreach (var stub in _cast.Stubs.Select(keeper => keeper.Current).OfType<SimulatedStub>()) Ease(stub);
        _world.Chronicle.Tell("world", "calm");
        // What somebody did to the journal by hand is found when a session begins, and not before.
        if (!_world.Weather.Has(Fault.IntentEdited)) return;
        await Task.WhenAll(_cast.Stubs.Select(keeper => keeper.Current?.StopAsync(TimeSpan.FromSeconds(10)) ?? Task.CompletedTask));
    }

    private static void Ease(ISimulatedProcess process)
    {
        process.Life.DieAt(0);
        process.Life.Thaw();
        process.Clock.Skew = TimeSpan.Zero;
    }

    private async Task ComeToRestAsync()
    {
        var since = _world.Timeline.Now;
        var (newest, quietSince) = (_world.Chronicle.Newest, since);
        while (_world.Timeline.Now - quietSince < _quiet.Ticks)
        {
            if (_world.Timeline.Now - since > _mostUnrest.Ticks) throw new InvalidOperationException("It never comes to rest.");
            if (_world.Defect is { } defect) throw new InvalidOperationException(defect.Message, defect);
            await _world.Timeline.WaitAsync(TimeSpan.FromSeconds(5));
            if (_world.Chronicle.Newest == newest) continue;
            (newest, quietSince) = (_world.Chronicle.Newest, _world.Timeline.Now);
        }
    }

    private PlayResult Judge(string? defect) => new()
    {
        Seed = _seed,
        Hash = _world.Chronicle.Hash,
        Defect = defect,
        Violations = [.. HistoryChecker.Check(_world.Chronicle.Records).Select(violation => new Finding(violation.Invariant, violation.ToString()))],
        Records = _world.Chronicle.Records,
        Simulated = TimeSpan.FromTicks(_world.Timeline.Now),
        Events = _world.Timeline.Past,
        Covered = new SortedDictionary<string, int>(
            _world.Chronicle.Counts
                .Concat(_world.Weather.Struck.Select(entry => KeyValuePair.Create($"struck {entry.Fault}", entry.Times)))
                .ToDictionary(),
            StringComparer.Ordinal),
    };
}
