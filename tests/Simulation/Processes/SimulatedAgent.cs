using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Reconcile;
using Pdp.History.Events;
using Pdp.Protocol.Bootstrap;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Network;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation.Processes;

/// <summary>One life of one agent.</summary>
internal sealed class SimulatedAgent : ISimulatedProcess
{
    private readonly World _world;
    private readonly SimulatedLifetime _lifetime = new();
    private readonly OwnMeters _meters = new();
    private readonly ServiceProvider _services;

    public SimulatedAgent(World world, SimulatedInternet internet, BootstrapBundle bundle, string name, int incarnation, AgentSetup setup)
    {
        _world = world;
        Life = world.NewLife(name, incarnation);
        var dice = world.Dice.Fork(Life.Name);
        Clock = new ProcessClock(world.Timeline, Life);
        Line = new ApiLine(world.Timeline, Life, Clock, dice.Fork("api"), world.Weather);
        var edges = new AgentEdges(
            Life.Name,
            Clock,
            dice.Fork("chance").Chance,
            setup.Api(new SimulatedApi(new ClusterVerbs(world.Cluster), Line, Author)),
            setup.Dialler(new SimulatedDialler(internet, Life, Clock)),
            _lifetime,
            _meters,
            world.Vault,
            new ProcessLog(world.Chronicle, Life.Name));
        var options = new AgentOptions
        {
            Namespace = SimulatedCluster.AgentNamespace,
            Name = name,
            LeaseDuration = setup.LeaseDuration,
            Reconcile = new ReconcileOptions { Parallelism = 4, ApplyParallelism = 3, Resync = setup.Resync },
        };
        _services = AgentComposition.Compose(edges, options, bundle, setup.Change);
        Life.OnDeath(_meters.Dispose);
    }

    public Lifeline Life { get; }

    public ProcessClock Clock { get; }

    /// <summary>Its line to the API server.</summary>
    public ApiLine Line { get; }

    /// <summary>Part of the agent.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts it.</summary>
    public async Task StartAsync()
    {
        _world.Chronicle.Note(Life.Name, new ProcessStarted());
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    /// <summary>Asks it to stop, as SIGTERM does, and gives it some time to.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _lifetime.StopApplication();
        var stopping = Task.WhenAll(_services.GetServices<IHostedService>().Select(service => service.StopAsync(CancellationToken.None)));
        await Task.WhenAny(stopping, _world.Timeline.WaitAsync(patience));
        Kill("stopped");
    }

    /// <summary>Ends it without a word.</summary>
    public void Kill(string how = "killed")
    {
        if (Life.IsDead) return;
        Life.Kill();
        _world.Chronicle.Note(Life.Name, new ProcessKilled(how));
    }

    private Author Author() => new(Life.Name, _world.Leases.TermOf(Life.Name), _world.Chronicle.Newest);

    /// <summary>Ends it, if it has not ended.</summary>
    public void Dispose()
    {
        Kill("over");
        _lifetime.Dispose();
        _meters.Dispose();
    }
}
