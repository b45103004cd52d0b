using Pdp.Simulation.Engine;
using Pdp.Simulation.Faults;

namespace Pdp.Simulation.Network;

/// <summary>
/// A connection between an agent and a control plane process: two ends, each direction in order and with delays. It can be cut, and it can go
/// dead: then nothing arrives any more and nobody is told.
/// </summary>
internal sealed class Wire
{
    private readonly Timeline _timeline;
    private readonly Weather _weather;
    private readonly Dice _dice;
    private readonly List<Message> _intents;
    private readonly long[] _lastArrival = new long[2];
    private readonly bool[] _isDead = new bool[2];

    public Wire(Timeline timeline, Weather weather, Dice dice, List<Message> intents, Lifeline agent, Lifeline stub)
    {
        (_timeline, _weather, _dice, _intents) = (timeline, weather, dice, intents);
        AgentEnd = new SimulatedSocket(this, agent, 0);
        StubEnd = new SimulatedSocket(this, stub, 1);
    }

    public SimulatedSocket AgentEnd { get; }

    public SimulatedSocket StubEnd { get; }

    /// <summary>Told of every message that is sent: by whom, what, and what became of it.</summary>
    public Action<Lifeline, Message, string> Sent { get; set; } = static (_, _, _) => { };

    /// <summary>What becomes of a message; itself unless a bug is planted here.</summary>
    public Func<Message, Message> Rewrite { get; init; } = static message => message;

    /// <summary>Sends a message on its way to the other end.</summary>
    public void Carry(SimulatedSocket from, Message sent)
    {
        var message = Rewrite(sent);
        if (message.Type == "intent") Replay(from, message);
        if (_weather.Strikes(Fault.ChannelDead)) _isDead[_dice.Below(2)] = _isDead[from.Side] = true;
        if (_weather.Strikes(Fault.ChannelCut))
        {
            // The frame is on the wire or is not; in both cases nobody can tell.
            var arrives = _dice.Happens(0.5);
            Sent(from.Life, message, arrives ? "sent, then cut" : "cut");
            if (arrives) Deliver(from, message, TimeSpan.Zero);
            Cut();
            return;
        }
        Sent(from.Life, message, _isDead[from.Side] ? "into the void" : "sent");
        if (!_isDead[from.Side]) Deliver(from, message, Late());
    }

    /// <summary>The other end is told that this one has gone, unless the line is dead.</summary>
    public void Reset(SimulatedSocket from)
    {
        if (!_isDead[from.Side]) At(from.Side, Travel(), () => Other(from).Break());
    }

    /// <summary>Ends the connection; both ends notice.</summary>
    public void Cut()
    {
        At(0, Travel(), StubEnd.Break);
        At(1, Travel(), AgentEnd.Break);
    }

    // A document that was signed once can be sent again by whoever stands between; only its generation speaks against it.
    private void Replay(SimulatedSocket from, Message message)
    {
        if (_intents.Count > 0 && _weather.Strikes(Fault.IntentReplayed)) Deliver(from, _dice.Of(_intents), Travel() + Travel());
        _intents.Add(message);
    }

    private void Deliver(SimulatedSocket from, Message message, TimeSpan late) =>
        At(from.Side, Travel() + late, () => Other(from).Arrive(message));

    private SimulatedSocket Other(SimulatedSocket from) => from.Side == 0 ? StubEnd : AgentEnd;

    // What was sent first arrives first.
    private void At(int side, TimeSpan delay, Action arrival)
    {
        _lastArrival[side] = Math.Max(_lastArrival[side], _timeline.Now + delay.Ticks);
        _timeline.After(TimeSpan.FromTicks(_lastArrival[side] - _timeline.Now), arrival);
    }

    private TimeSpan Travel() => _dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(_weather.IsCalm ? 10 : 150));

    private TimeSpan Late() =>
        _weather.Strikes(Fault.FrameLate) ? _dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(25)) : TimeSpan.Zero;
}
