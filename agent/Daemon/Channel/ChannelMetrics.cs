using System.Diagnostics.Metrics;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Daemon.Channel.Sessions;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>What the channel counts. Labels are closed lists: nothing of the peer's becomes one.</summary>
internal sealed class ChannelMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Agent.Channel";

    private readonly Meter _meter;
    private readonly Counter<long> _dials;
    private readonly Counter<long> _sessions;
    private readonly Counter<long> _framesIn;
    private readonly Counter<long> _framesOut;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _acks;
    private readonly Histogram<double> _roundTrip;
    private int _connected;
    private long _pending;

    public ChannelMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _dials = _meter.CreateCounter<long>("pdp.agent.channel.dials", "{dial}", "Dials by result");
        _sessions = _meter.CreateCounter<long>("pdp.agent.channel.sessions", "{session}", "Sessions ended, by cause");
        _framesIn = _meter.CreateCounter<long>("pdp.agent.channel.frames.received", "{frame}", "Frames taken, by type");
        _framesOut = _meter.CreateCounter<long>("pdp.agent.channel.frames.sent", "{frame}", "Frames sent, by type");
        _refused = _meter.CreateCounter<long>("pdp.agent.channel.messages.refused", "{message}", "Messages not taken, by rule");
        _acks = _meter.CreateCounter<long>("pdp.agent.channel.intents", "{intent}", "Intents acknowledged, by outcome");
        _roundTrip = _meter.CreateHistogram<double>("pdp.agent.channel.heartbeat", "s", "Round trip of a heartbeat");
        _meter.CreateObservableGauge(
            "pdp.agent.channel.connected", () => Volatile.Read(ref _connected), "{session}", "1 while a session is open");
        _meter.CreateObservableGauge(
            "pdp.agent.channel.pending", () => Interlocked.Read(ref _pending), "{intent}", "Intents not yet acknowledged");
    }

    public void Dialled(DialFailure? failure) =>
        _dials.Add(1, new KeyValuePair<string, object?>("result", failure?.ToString() ?? "Connected"));

    public void Opened() => Volatile.Write(ref _connected, 1);

    public void Ended(EndCause cause)
    {
        Volatile.Write(ref _connected, 0);
        Interlocked.Exchange(ref _pending, 0);
        _sessions.Add(1, new KeyValuePair<string, object?>("cause", cause.ToString()));
    }

    public void FrameReceived(string type) => _framesIn.Add(1, new KeyValuePair<string, object?>("type", type));

    public void FrameSent(string type) => _framesOut.Add(1, new KeyValuePair<string, object?>("type", type));

    public void MessageRefused(ErrorCode code) => _refused.Add(1, new KeyValuePair<string, object?>("rule", code.ToString()));

    public void Pending(int count) => Interlocked.Exchange(ref _pending, count);

    public void Acknowledged(AckOutcome outcome) => _acks.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void RoundTrip(TimeSpan time) => _roundTrip.Record(time.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
