using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol.Frames;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;
using Pdp.Simulation.Processes;
using Pdp.Simulation.Telling;

namespace Pdp.Simulation.Network;

/// <summary>The way from agents to the control plane, with a load balancer before its processes.</summary>
internal sealed class SimulatedInternet(World world)
{
    private readonly Dice _dice = world.Dice.Fork("internet");
    private readonly List<Message> _intents = [];

    /// <summary>The processes of the control plane that run.</summary>
    public List<SimulatedStub> Stubs { get; } = [];

    /// <summary>Whether the control plane cannot be reached at all.</summary>
    public bool IsDown { get; set; }

    /// <summary>What becomes of a message.</summary>
    public Func<Message, Message> Rewrite { get; init; } = static message => message;

    /// <summary>Dials one of the processes.</summary>
    public async Task<DialResult> DialAsync(Lifeline agent, TimeProvider clock)
    {
        await world.Timeline.WaitAsync(_dice.Between(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(200)));
        if (IsDown || Stubs.Count == 0) return new DialResult.Failed(DialFailure.Unreachable, "connection refused");
        if (world.Weather.Strikes(Fault.DialFailed)) return new DialResult.Failed(_dice.Of(_failures), "simulated");
        var stub = _dice.Of(Stubs);
        if (stub.Refusal() is { } answer) return new DialResult.Failed(DialFailure.ServerBusy, answer.Message, answer.RetryAfter);
        var wire = new Wire(world.Timeline, world.Weather, _dice, _intents, agent, stub.Life) { Rewrite = Rewrite };
        new FrameScribe(world).Follow(wire);
        stub.Serve(wire.StubEnd);
        return new DialResult.Connected(new WebSocketFrames(wire.AgentEnd, clock));
    }

    private static readonly DialFailure[] _failures =
        [DialFailure.NameNotResolved, DialFailure.Unreachable, DialFailure.ProxyRefused, DialFailure.TlsFailed, DialFailure.UnexpectedAnswer];
}

/// <summary>The dialler of one process.</summary>
internal sealed class SimulatedDialler(SimulatedInternet internet, Lifeline life, TimeProvider clock) : IChannelDialler
{
    public Task<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        var dialled = new TaskCompletionSource<DialResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (life.Cross("dial")) _ = DialAsync(dialled);
        return dialled.Task.WaitAsync(cancellationToken);
    }

    private async Task DialAsync(TaskCompletionSource<DialResult> dialled)
    {
        var result = await internet.DialAsync(life, clock);
        if (life.Cross("dialled")) life.Deliver(() => dialled.SetResult(result));
    }
}
