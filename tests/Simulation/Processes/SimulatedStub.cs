using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pdp.ControlStub.Adoption;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Store;
using Pdp.History.Events;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Signatures;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Network;
using Pdp.Simulation.Storage;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation.Processes;

/// <summary>One life of one control plane process: its core without listeners and without the operators' HTTP.</summary>
internal sealed class SimulatedStub : ISimulatedProcess
{
    private readonly World _world;
    private readonly AgentGateway _gateway;
    private readonly BackgroundService[] _services;
    private bool _isStopping;

    public SimulatedStub(World world, IControlStore store, SigningKey key, string name, int incarnation, StubSetup setup)
    {
        _world = world;
        Life = world.NewLife(name, incarnation);
        var dice = world.Dice.Fork(Life.Name);
        Clock = new ProcessClock(world.Timeline, Life);
        var disk = new SimulatedDisk(world, Life, dice.Fork("disk"));
        new StoreScribe(world, Life).Follow(disk);
        Store = setup.Store(DiskProxy.Before(store, disk));
        var loggers = new LoggerFactory([new ProcessLog(world.Chronicle, Life.Name)]);
        var directory = new SessionDirectory(Life.Name, Store.Changes);
        var dials = new DialBudget(setup.Gateway, Clock);
        var slots = new ReturnSlots(Clock);
        var signer = new IntentSigner(key);
        Desk = new IntentDesk(Store, () => signer, Clock, dice.Fork("desk").Chance);
        var context = new SessionContext(
            setup.Gateway, Store, directory, new AdoptionDesk(Store, Desk, Clock), () => [key.PublicKey],
            static (_, _, _) => throw new NotSupportedException("No play lasts until a certificate is renewed."), Clock, dice.Fork("chance").Chance);
        _gateway = new AgentGateway(
            context, static _ => throw new NotSupportedException("Agents of a play have shown who they are."), dials, new AdmissionQueue(setup.Gateway, Clock), slots, loggers);
        _services =
        [
            new SessionClock(context, [dials], slots, loggers.CreateLogger<SessionClock>()),
            new SessionKeeper(context, loggers.CreateLogger<SessionKeeper>()),
            new Retention(Store.Intents, Store.Catalogue, Clock, loggers.CreateLogger<Retention>()),
        ];
    }

    public Lifeline Life { get; }

    public ProcessClock Clock { get; }

    /// <summary>The store as this process sees it.</summary>
    public IControlStore Store { get; }

    /// <summary>Where operators' wishes go.</summary>
    public IntentDesk Desk { get; }

    /// <summary>Starts it.</summary>
    public async Task StartAsync()
    {
        _world.Chronicle.Note(Life.Name, new ProcessStarted());
        foreach (var service in _services) await service.StartAsync(CancellationToken.None);
    }

    /// <summary>Why a dial is turned away; null when it is let in.</summary>
    public DialAnswer? Refusal() => new[] { _gateway.Room(), _gateway.Pace(World.Plane) }.FirstOrDefault(answer => answer.Status != 0);

    /// <summary>Serves a connection.</summary>
    public void Serve(SimulatedSocket socket) => _ = _gateway.ServeAsync(ControlDatabase.Credential, new WebSocketFrames(socket, Clock), turn: null);

    /// <summary>Asks it to stop, as SIGTERM does, and gives it some time to.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_isStopping) return;
        _isStopping = true;
        await Task.WhenAny(_gateway.StopAsync(), _world.Timeline.WaitAsync(patience));
        Kill("stopped");
    }

    /// <summary>Ends it without a word.</summary>
    public void Kill(string how = "killed")
    {
        if (Life.IsDead) return;
        Life.Kill();
        _world.Chronicle.Note(Life.Name, new ProcessKilled(how));
    }

    /// <summary>Ends it, if it has not ended.</summary>
    public void Dispose()
    {
        Kill("over");
        foreach (var service in _services) service.Dispose();
        _gateway.Dispose();
    }
}

/// <summary>What of a control plane process a play may choose, and where a planted bug puts a faulty part in the place of a good one.</summary>
internal sealed record StubSetup
{
    /// <summary>How agents are served.</summary>
    public GatewayOptions Gateway { get; init; } = new() { Window = 4 };

    /// <summary>Stands between the process and its store.</summary>
    public Func<IControlStore, IControlStore> Store { get; init; } = static store => store;
}
