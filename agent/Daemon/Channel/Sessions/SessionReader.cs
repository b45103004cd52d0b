using Pdp.Core.Ports;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Session;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>
/// The receiving half of a session: judges every message and passes it on. It waits for nothing but room for more intents, so
/// a slow cluster, a slow question or a slow line never keeps it from hearing the server.
/// </summary>
internal sealed class SessionReader : IDisposable
{
    private readonly WebSocketFrames _frames;
    private readonly AgentSessionRules _rules;
    private readonly SessionWriter _writer;
    private readonly ChannelPorts _ports;
    private readonly ChannelMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationToken _ending;
    private readonly ByteBudget _budget;
    private readonly IntentLanes _lanes;
    private readonly AskDesk _asks;
    private readonly TrustDesk _trust;
    private readonly TaskSet _side = new();
    private readonly HeldIntents _held;
    private readonly Func<Func<Task>, Task> _guard;
    private readonly ChannelOptions _options;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<WelcomeFrame> _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _intents;

    public SessionReader(
        WebSocketFrames frames, AgentSessionRules rules, SessionWriter writer, HeldIntents held, ChannelPorts ports, ChannelOptions options,
        ChannelMetrics metrics, TimeProvider timeProvider, ILogger logger, Func<Func<Task>, Task> guard, CancellationToken ending)
    {
        (_frames, _rules, _writer, _held, _ports, _options) = (frames, rules, writer, held, ports, options);
        (_metrics, _time, _logger, _guard, _ending) = (metrics, timeProvider, logger, guard, ending);
        _budget = new ByteBudget(options.PendingBytes, timeProvider);
        _lanes = new IntentLanes(ports, Acknowledge, options, timeProvider, logger, guard, ending);
        Renewals = new RenewalDesk(ports.Identity, writer.Post);
        _trust = new TrustDesk(ports.Identity, writer.Post);
        _asks = new AskDesk(held, ports.Asks, writer.Post, options, timeProvider, logger, ending);
    }

    /// <summary>Completes with the server's welcome.</summary>
    public Task<WelcomeFrame> Welcomed => _welcomed.Task;

    /// <summary>Where certificates are asked for.</summary>
    public RenewalDesk Renewals { get; }

    /// <summary>When the server was last heard, a timestamp of the clock; now, while this side is not listening.</summary>
    public long LastHeard => Math.Max(_frames.LastHeard, _budget.LastWaited);

    /// <summary>Told of every pong.</summary>
    public Action<PongFrame> Ponged { get; set; } = _ => { };

    /// <summary>Reads until the connection ends. After it has reported an end it goes on, for the peer's close only.</summary>
    /// <param name="end">Told why the session ends; the first to tell counts.</param>
    public async Task RunAsync(Action<SessionEnd> end)
    {
        var over = false;
        while (true)
        {
            var reading = await _frames.ReadAsync(CancellationToken.None);
            if (reading is FrameReading.Ended(var code))
            {
                end(new(EndCause.ConnectionLost, CloseCode: code));
                return;
            }
            if (over || _ending.IsCancellationRequested) continue;
            if (await JudgeAsync(reading) is not { } reason) continue;
            over = true;
            end(reason);
        }
    }

    /// <summary>Completes when nothing that reading began runs any more; call it once the session is ending.</summary>
    public Task StoppedAsync() => Task.WhenAll(_lanes.StoppedAsync(), _side.DoneAsync());

    public void Dispose() => _lanes.Dispose();

    private async Task<SessionEnd?> JudgeAsync(FrameReading reading)
    {
        if (reading is FrameReading.Understood(var frame, var bytes))
        {
            _metrics.FrameReceived(FrameCodec.NameOf(frame));
            return _rules.Received(frame) is { } broken ? Refuse(broken, violation: true) : await TakeAsync(frame, bytes);
        }
        var refused = (FrameReading.Refused)reading;
        return Refuse(refused.Error, refused.Violation);
    }

    private SessionEnd? Refuse(ErrorFrame error, bool violation)
    {
        _metrics.MessageRefused(error.Code);
        ChannelLog.Refused(_logger, error.Code, error.About);
        if (violation) return SessionEnd.Violation(error);
        _writer.Post(error);
        return null;
    }

    private async Task<SessionEnd?> TakeAsync(Frame frame, int bytes)
    {
        switch (frame)
        {
            case WelcomeFrame welcome:
                _welcomed.TrySetResult(welcome);
                break;
            case ChallengeFrame challenge:
                if (_ports.Identity.Prove(challenge) is not { } proof)
                    return Refuse(new(ErrorCode.CannotProve, "this agent holds no key to answer a challenge with"), violation: true);
                _writer.Post(proof);
                break;
            case CompareFrame:
                _side.Add(_guard(SendInventoryAsync));
                break;
            case IntentFrame or RemoveFrame:
                await TakeIntentAsync(PendingIntent.From(frame, bytes, ++_intents));
                break;
            case AskFrame ask:
                _side.Add(_guard(() => _asks.AnswerAsync(ask)));
                break;
            case PingFrame ping:
                _writer.Post(new PongFrame(ping.Number));
                break;
            case PongFrame pong:
                Ponged(pong);
                break;
            case RenewedFrame renewed:
                Renewals.TryTake(renewed, renewed.RequestId);
                break;
            case TrustFrame trust:
                _side.Add(_guard(() => _trust.TakeAsync(trust, _ending)));
                break;
            case HintFrame hint:
                _ports.Hints.Take(hint.Store, hint.Secret);
                break;
            case ErrorFrame error:
                if (error.Code == ErrorCode.ProofRefused) _ports.Identity.Refused();
                if (!Renewals.TryTake(error, error.About)) ChannelLog.PeerRefused(_logger, error.Code);
                break;
            case GoodbyeFrame goodbye:
                return new SessionEnd(EndCause.Goodbye, Farewell: goodbye);
        }
        return null;
    }

    private async Task TakeIntentAsync(PendingIntent item)
    {
        _metrics.Pending(_rules.Unacknowledged);
        _lanes.Post(item);
        try
        {
            await _budget.TakeAsync(item.Bytes, _ending);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session is ending; what is left to read is its close.
        }
    }

    private void Acknowledge(PendingIntent item, AckFrame ack)
    {
        _budget.Release(item.Bytes);
        _metrics.Acknowledged(ack.Outcome);
        _writer.Post(ack);
    }

    private async Task SendInventoryAsync()
    {
        var delays = new ReconnectPolicy(_options.StoreRetryMin, _options.StoreRetryMax);
        var since = _time.GetTimestamp();
        while (true)
        {
            try
            {
                foreach (var page in InventoryPages.Of(await _held.ReadAsync(_ending))) await _writer.WriteAsync(page);
                return;
            }
            catch (IntakeUnavailableException e)
            {
                ChannelLog.InventoryUnavailable(_logger, e);
            }
            var delay = delays.Delay(_time.GetElapsedTime(since), pacing: null, retryAfter: null, _ports.Chance());
            await Task.Delay(_options.StoreRetryMin + delay, _time, _ending);
        }
    }
}
