using Pdp.ControlStub.Events;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Session;

namespace Pdp.ControlStub.Gateway;

/// <summary>
/// One connection of one agent, from hello to goodbye. Two loops: one reads and judges what comes, one sends what is owed. Heartbeats
/// come from <see cref="SessionClock"/>, which all sessions share.
/// </summary>
internal sealed partial class AgentSession
{
    private readonly SessionContext _context;
    private readonly WebSocketFrames _frames;
    private readonly ServerSessionRules _rules;
    private readonly HelloFrame? _hello;
    private readonly DeliveryQueue _queue;
    private readonly PendingWrites _writes;
    private readonly StatusBook _statuses;
    private readonly List<IntentStamp> _inventory = [];
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger;
    private readonly long _startedAt;
    private long _seat;
    private long _newestSeat;
    private volatile bool _listens;
    private volatile bool _delivers;

    /// <summary>A session over an open connection whose agent has shown who it is.</summary>
    public AgentSession(Credential credential, WebSocketFrames frames, SessionContext context, ILogger logger)
        : this(credential, new ServerSessionRules(), null, frames, context, logger)
    {
    }

    /// <summary>A session over an open connection whose agent has said hello and proved who it is.</summary>
    public AgentSession(Introduced introduced, WebSocketFrames frames, SessionContext context, ILogger logger)
        : this(introduced.Credential, introduced.Rules, introduced.Hello, frames, context, logger)
    {
    }

    private AgentSession(
        Credential credential, ServerSessionRules rules, HelloFrame? hello, WebSocketFrames frames, SessionContext context, ILogger logger)
    {
        (_credential, _rules, _hello, _frames, _context, _logger) = (credential, rules, hello, frames, context, logger);
        Plane = credential.Plane;
        _queue = new DeliveryQueue(context.Options.Window);
        _statuses = new StatusBook(Plane);
        _writes = new PendingWrites(context.Options.PendingWrites, Fail);
        _startedAt = _pingedAt = context.Time.GetTimestamp();
    }

    /// <summary>The plane, as the credential says.</summary>
    public string Plane { get; }

    /// <summary>Names the session in both sides' logs.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether hello was said and welcome answered.</summary>
    public bool IsOpen => _rules.IsOpen;

    /// <summary>When it was opened, UTC; null before.</summary>
    public DateTimeOffset? ConnectedAt { get; private set; }

    /// <summary>The seat it was given; 0 before.</summary>
    public long Seat => Volatile.Read(ref _seat);

    /// <summary>Called once the agent was greeted and compared with: the costly part of its coming is over.</summary>
    public Action? Greeted { get; init; }

    /// <summary>Owes the agent these intents from now on. Before hello nothing is owed: what changed until then is found by comparing.</summary>
    public void Owe(IEnumerable<string> ids)
    {
        if (_listens)
            _queue.Post(ids);
    }

    /// <summary>Tells which seat of the plane was given last; a session in an older one was replaced.</summary>
    public void Displace(long newestSeat)
    {
        // Others may be heard of before this session knows its own seat, so both numbers are kept and whoever comes last compares.
        for (var known = Volatile.Read(ref _newestSeat); known < newestSeat; known = Volatile.Read(ref _newestSeat))
            Interlocked.CompareExchange(ref _newestSeat, newestSeat, known);
        if (Seat is var own and > 0 && own < Volatile.Read(ref _newestSeat))
            End(SessionEnd.By(GoodbyeReason.Replaced));
    }

    /// <summary>Asks the session to end; the first reason counts. Does not wait.</summary>
    public void End(SessionEnd end) => _ended.TrySetResult(end);

    /// <summary>Serves the agent until either side ends it. Never throws for what the agent does.</summary>
    public async Task RunAsync()
    {
        using var stop = new CancellationTokenSource();
        _context.Directory.Enter(this);
        var reading = ReadAsync(stop.Token);
        var sending = SendAsync(stop.Token);
        SessionEnd? end = null;
        try
        {
            end = await _ended.Task;
            await SayGoodbyeAsync(end);
            // The agent's own close comes to the reader; who does not answer in time is cut off.
            await reading.WaitAsync(Farewell.Limit, _context.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _frames.Abort();
        }
        finally
        {
            _questions.End();
            await stop.CancelAsync();
            _frames.Abort();
            await Task.WhenAll(reading, sending);
            _context.Directory.Leave(this);
            _frames.Dispose();
            await NoteLeftAsync(end?.Cause ?? "internal");
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            if (_hello is not null)
                await TakeAsync(_hello, stop);
            while (true)
            {
                var reading = await _frames.ReadAsync(stop);
                switch (reading)
                {
                    case FrameReading.Ended:
                        End(SessionEnd.ByAgent("closed"));
                        return;
                    // What still comes while the session is being closed is of no interest.
                    case var _ when _ended.Task.IsCompleted:
                        break;
                    case FrameReading.Refused { Violation: true } refused:
                        End(SessionEnd.Violation(refused.Error));
                        break;
                    case FrameReading.Refused refused:
                        LogDropped(Plane, Id, refused.Error.Code.ToString(), refused.Error.About);
                        await WriteAsync(refused.Error, stop);
                        break;
                    case FrameReading.Understood understood when _rules.Received(understood.Frame) is { } broken:
                        End(SessionEnd.Violation(broken));
                        break;
                    case FrameReading.Understood understood:
                        await TakeAsync(understood.Frame, stop);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The session is over.
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            End(SessionEnd.ByAgent("closed"));
        }
#pragma warning disable CA1031 // A defect or a failing store ends this session and no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }

    // What the agent said and the store has not kept comes again with the next session, and only then.
    private void Fail(Exception failure)
    {
        LogFailed(failure, Plane, Id);
        End(SessionEnd.Failed);
    }

    private Task SayGoodbyeAsync(SessionEnd end)
    {
        if (end.Error is { } error)
            LogViolation(Plane, Id, error.Code.ToString(), error.About);
        return Farewell.SayAsync(_frames, end, _context.Time);
    }

    private async Task NoteLeftAsync(string cause)
    {
        var now = _context.Time.GetUtcNow();
        LogLeft(Plane, Id, cause, _context.Time.GetElapsedTime(_startedAt).TotalSeconds);
        try
        {
            await _writes.FlushAsync();
            if (Seat > 0)
                await _context.Store.Sessions.LeaveAsync(Plane, Id, now, [Happenings.Disconnected(Plane, Id, cause, now)], CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for this; the store's own failures are told where they matter.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e, Plane, Id);
        }
    }

    private Task WriteAsync(Frame frame, CancellationToken cancellationToken)
    {
        _rules.Sent(frame);
        return _frames.WriteAsync(frame, cancellationToken);
    }
}
