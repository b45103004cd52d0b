using Pdp.ControlStub.Tracing;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Session;
using Pdp.Protocol.Tracing;

namespace Pdp.ControlStub.Gateway;

/// <content>What is sent: the intents that are owed, and pings.</content>
internal sealed partial class AgentSession
{
    private long _pingedAt;
    private long _pings;
    private Task _pinging = Task.CompletedTask;

    /// <summary>Pings, or ends the session, when it is time to. Called by one thread; never waits.</summary>
    public void Tick()
    {
        var time = _context.Time;
        EndIfExpired();
        if (!_listens)
        {
            if (time.GetElapsedTime(_startedAt) > TimeSpan.FromSeconds(_context.Options.HelloSeconds))
                End(SessionEnd.HelloTimeout);
            return;
        }

        // Said hello, and waits for the store.
        if (!IsOpen)
            return;
        var interval = TimeSpan.FromSeconds(_context.Options.HeartbeatSeconds);
        var (sincePing, sinceHeard) = (time.GetElapsedTime(_pingedAt), time.GetElapsedTime(_frames.LastHeard));
        var step = HeartbeatStep.Next(interval, sincePing, sinceHeard);
        // Silence counts only against an agent that was asked: a process that slept itself must not take all its agents for dead.
        var unanswered = sinceHeard > sincePing && sincePing >= interval;
        if (step.Action == HeartbeatAction.Lost && unanswered)
            End(SessionEnd.By(GoodbyeReason.HeartbeatLost));
        else if (step.Action != HeartbeatAction.Wait && sincePing >= interval && _pinging.IsCompleted)
        {
            _pingedAt = time.GetTimestamp();
            _pinging = PingAsync();
        }

        CheckAcknowledgements();
        CheckLosses();
    }

    private async Task PingAsync()
    {
        try
        {
            await WriteAsync(new PingFrame(++_pings), CancellationToken.None);
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // The reader notices the same and ends the session.
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        try
        {
            while (!_ended.Task.IsCompleted)
            {
                _queue.Rearm();
                if (_comparesAgain)
                    await CompareAgainAsync(stop);
                if (_delivers && _trustDue)
                    await OfferTrustAsync(stop);
                if (_delivers)
                    await SendHintsAsync(stop);
                while (_delivers && !_ended.Task.IsCompleted && _queue.TryTake(out var id))
                    await DeliverAsync(id, stop);
                await _queue.WaitAsync(stop);
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
            LogFailed(e, Plane, Id);
            End(SessionEnd.Failed);
        }
    }

    private async Task DeliverAsync(string id, CancellationToken stop)
    {
        var view = await _context.Store.Intents.ViewAsync(Plane, id, stop);
        if (await TryRequestAsync(id, stop) || view is null || IsLeftAlone(id, view) || !DeliveryPlan.IsOwed(view.Intent, view.Ack))
        {
            _queue.Skip(id);
            return;
        }

        var intent = view.Intent;
        _queue.Sending(new IntentStamp(id, intent.Generation, intent.Hash), _context.Time.GetTimestamp());
        using var span = ControlTraces.Send(Plane, intent);
        var trace = TraceContext.Of(span) ?? intent.Trace;
        var (parent, state) = (trace?.Traceparent, trace?.Tracestate);
        await WriteAsync(intent.Removed ? new RemoveFrame(id, intent.Generation, intent.Jws, parent, state) : new IntentFrame(intent.Jws, parent, state), stop);
    }
}
