using Pdp.History.Checking;
using Pdp.History.Events;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;
using Pdp.Simulation.Processes;
using Pdp.Simulation.Storage;
using Pdp.Simulation.Story;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation.Scenarios;

/// <summary>
/// Autonomy: the control plane is gone for thirty days. Somebody edits the cluster every hour, the customer rotates the secret every day; the
/// agent repairs and rotates by itself. Meanwhile the control plane is given one change. When the line is back, only that change travels.
/// </summary>
internal sealed class ThirtyDaysOffline : IDisposable
{
    private const int Days = 30;
    private const int Hours = 24;

    private static readonly string[] _ids = ["web", "api", "worker"];
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(200);

    private readonly World _world = new(30);
    private int _rotations;
    private IReadOnlyDictionary<string, int> _before = new Dictionary<string, int>();

    public static ThirtyDaysResult Run()
    {
        using var scenario = new ThirtyDaysOffline();
        Pump.Run(scenario._world.Timeline, scenario.TellAsync);
        return scenario.Result();
    }

    public void Dispose() => _world.Dispose();

    private async Task TellAsync()
    {
        _world.Weather.IsCalm = true;
        await using var database = await ControlDatabase.OpenAsync(_world);
        _ = new ClusterScribe(_world);
        _ = new Workloads(_world);
        _ = new Housekeeping(_world);
        // What is edited must be noticed by watching: looking at everything again every few hours would come too late for the hourly edits.
        var life = new AgentSetup { LeaseDuration = TimeSpan.FromMinutes(10), Resync = TimeSpan.FromHours(6) };
        var setup = new PlaySetup { Agents = 1, Stubs = 1, Agent = life };
        var cast = new Cast(_world, database, setup);
        var (agent, stub) = (cast.Agents[0], cast.Stubs[0]);
        _ = agent.RunAsync();
        _ = stub.RunAsync();
        await _world.Timeline.WaitAsync(TimeSpan.FromSeconds(1));
        var @operator = new Operator(_world, cast);
        foreach (var id in _ids) await @operator.PutAsync(id, isBad: false, hasSecret: id == "api");
        await _world.Timeline.WaitAsync(_rest);

        cast.Internet.IsDown = true;
        stub.IsHeldDown = true;
        stub.Current!.Kill("gone for thirty days");
        await EndureAsync();

        stub.IsHeldDown = false;
        while (stub.Current is null) await _world.Timeline.WaitAsync(TimeSpan.FromSeconds(1));
        await @operator.PutAsync("worker", isBad: false);
        await _world.Timeline.WaitAsync(_rest);
        _before = new Dictionary<string, int>(_world.Chronicle.Counts);
        cast.Internet.IsDown = false;
        await _world.Timeline.WaitAsync(_rest);

        _world.Chronicle.Note("world", new Settled());
        _world.Chronicle.Note("stub", await StoreScribe.HoldsAsync(_world, database.Store));
        _world.Chronicle.Note("journal", Facts.Journal(_world));
        _world.Chronicle.Note("cluster", Facts.Objects(_world));
        agent.End();
        stub.End();
    }

    private async Task EndureAsync()
    {
        var meddler = new Meddler(_world);
        for (var hour = 1; hour <= Days * Hours; hour++)
        {
            await _world.Timeline.WaitAsync(TimeSpan.FromHours(1));
            meddler.Drift();
            if (hour % Hours != 0) continue;
            await _world.Timeline.WaitAsync(TimeSpan.FromMinutes(5));
            _world.Chronicle.Note("customer", new SecretRotated("api"));
            _world.Vault.Rotate();
            _rotations++;
        }
        await _world.Timeline.WaitAsync(TimeSpan.FromMinutes(10));
    }

    private ThirtyDaysResult Result() => new(
        TimeSpan.FromTicks(_world.Timeline.Now),
        _world.Weather.Struck.FirstOrDefault(entry => entry.Fault == Fault.Drift).Times,
        _rotations,
        _world.Cluster.Api.List("secrets", null, secret => secret["metadata"]?["labels"]?["pdp.dev/intent"] is not null).Count,
        _world.Chronicle.Counts
            .Where(count => count.Key.StartsWith("frame ", StringComparison.Ordinal))
            .Select(count => KeyValuePair.Create(count.Key, count.Value - _before.GetValueOrDefault(count.Key)))
            .Where(count => count.Value > 0)
            .ToDictionary(),
        [.. HistoryChecker.Check(_world.Chronicle.Records).Select(violation => violation.ToString())]);
}
