using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Tracing;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What is done with each frame that comes.</content>
internal sealed partial class AgentSession
{
    // As they were at the welcome; null once that comparison is done.
    private IReadOnlyList<IntentHead>? _heads;
    private long _reports;

    private Task TakeAsync(Frame frame, CancellationToken stop) => frame switch
    {
        HelloFrame hello => GreetAsync(hello, stop),
        InventoryFrame page => TakeInventoryAsync(page),
        AckFrame ack => TakeAckAsync(ack),
        StatusFrame status => TakeStatusAsync(status),
        AnswerFrame answer => TakeAnswerAsync(answer, stop),
        TrustedFrame trusted => TakeTrustedAsync(trusted),
        ErrorFrame error => TakeErrorAsync(error),
        RenewFrame renew => RenewAsync(renew, stop),
        PingFrame ping => WriteAsync(new PongFrame(ping.Number), stop),
        GoodbyeFrame goodbye => LeaveAsync(goodbye),
        _ => Task.CompletedTask,
    };

    private async Task GreetAsync(HelloFrame hello, CancellationToken stop)
    {
        // An agent says the newest protocol it speaks and speaks all below; this side speaks only the one.
        if (hello.Protocol < ProtocolLimits.Version)
        {
            End(SessionEnd.Violation(new ErrorFrame(ErrorCode.UnsupportedProtocol, $"this side speaks protocol {ProtocolLimits.Version}")));
            return;
        }

        var now = _context.Time.GetUtcNow();
        var agent = new AgentRecord(hello.AgentId, hello.AgentVersion, hello.Cluster.Version, hello.Cluster.Capabilities, Id, await HeldTrustAsync(hello, stop), hello.ObserveUrl);
        _agent = agent;
        ConnectedAt = now;
        // From here on this session hears of changes; what changed before is found by comparing.
        _listens = true;
        if (!await SitAsync(agent, now))
            return;
        _heads = await _context.Store.Intents.HeadsAsync(Plane, stop);
        var isSame = DeliveryPlan.Digest(_heads) == hello.Digest;
        _comparing = !isSame;
        await WriteAsync(_context.Welcome(Id, now), stop);
        _trustDue = true;
        _delivers = true;
        _queue.Post([]);
        LogConnected(Plane, Id, hello.AgentId, hello.AgentVersion);
        if (isSame)
            await FollowAsync(DeliveryPlan.WhenSame(_heads));
        else
            await WriteAsync(new CompareFrame(), stop);
        Greeted?.Invoke();
    }

    private async Task<bool> SitAsync(AgentRecord agent, DateTimeOffset now)
    {
        var session = new NewSession(Plane, Id, _context.Directory.Process, now, agent, _credential.Serial);
        var seat = await _context.Store.Sessions.SeatAsync(session, [Happenings.Connected(Plane, agent, now)], CancellationToken.None);
        if (seat == 0)
        {
            End(SessionEnd.By(GoodbyeReason.Revoked));
            return false;
        }

        Volatile.Write(ref _seat, seat);
        Displace(seat);
        return true;
    }

    private async Task TakeInventoryAsync(InventoryFrame page)
    {
        _inventory.AddRange(page.Items);
        if (page.More)
            return;
        await FollowAsync(await CompareAsync());
        foreach (var held in _inventory)
            _queue.Settle(held);
        _inventory.Clear();
        _inventory.TrimExcess();
        _comparing = false;
    }

    // What was put since the welcome, and has reached the agent already, would seem foreign or newer there: then the heads are read again.
    private async Task<DeliveryPlan> CompareAsync()
    {
        if (_heads is not null && DeliveryPlan.Compare(_heads, _inventory) is { Ahead.Count: 0, Foreign.Count: 0 } plan)
            return plan;
        plan = DeliveryPlan.Compare(await _context.Store.Intents.HeadsAsync(Plane, CancellationToken.None), _inventory);
        // What is in flight is not sent a second time.
        return plan with { Owed = [.. plan.Owed.Where(id => !_queue.IsInFlight(id))] };
    }

    private async Task FollowAsync(DeliveryPlan plan)
    {
        LogCompared(Plane, Id, plan.Owed.Count, plan.Ahead.Count, plan.Foreign.Count);
        var now = _context.Time.GetUtcNow();
        foreach (var ahead in plan.Ahead)
            await KeepAsync(new AckRecord(ahead.Here.Id, ahead.Here.Generation, AckOutcome.Stale, [], ahead.There.Generation, now));
        foreach (var held in plan.Unanswered)
            await KeepAsync(new AckRecord(held.Id, held.Generation, AckOutcome.Unchanged, [], 0, now));
        await NoteHeldAsync(plan, now);
        _heads = null;
        _queue.Post(plan.Owed);
    }

    private async Task TakeAckAsync(AckFrame frame)
    {
        if (_queue.Acknowledge(frame) is not { } stamp)
        {
            End(SessionEnd.Violation(new ErrorFrame(ErrorCode.BadField, "ack: must name an intent that was sent, and its generation")));
            return;
        }

        if (frame.Outcome == AckOutcome.Refused)
            LogRefused(Plane, stamp.Id, stamp.Generation, frame.Reasons.Count);
        var held = frame.Outcome == AckOutcome.Stale ? Math.Max(frame.Held ?? 0, stamp.Generation) : 0;
        await KeepAsync(new AckRecord(stamp.Id, stamp.Generation, frame.Outcome, frame.Reasons, held, _context.Time.GetUtcNow()));
    }

    private ReportOrder NextReport() => new(Seat, ++_reports);

    private Task KeepAsync(AckRecord ack) =>
        _writes.AddAsync(_context.Store.Intents.AcknowledgeAsync(Plane, NextReport(), ack, [Happenings.Acknowledged(Plane, ack)], CancellationToken.None));

    private async Task TakeStatusAsync(StatusFrame frame)
    {
        var now = _context.Time.GetUtcNow();
        var unknown = frame.Items.Select(i => i.Id).Where(id => !_statuses.Knows(id)).ToList();
        if (unknown.Count > 0)
            await RememberAsync(unknown);
        var items = frame.Items.Where(i => _statuses.Knows(i.Id)).ToList();
        var lost = await LostAsync([.. items.Where(_statuses.TellsOfLoss).Select(i => i.Id)]);
        if (lost.Count > 0)
            _isLost = true;
        var happened = items.SelectMany(i => Traced(i, [.. _statuses.Note(i, lost.Contains(i.Id), now)])).ToList();
        var records = items.Select(i => new StatusRecord(i.Id, i.Status, now)).ToList();
        if (records.Count > 0)
            await _writes.AddAsync(_context.Store.Intents.SaveStatusesAsync(Plane, NextReport(), records, happened, CancellationToken.None));
    }

    // Progress that makes no event makes no span either.
    private List<NewEvent> Traced(IntentStatusReport report, List<NewEvent> happened)
    {
        if (happened.Count > 0)
            ControlTraces.Reported(Plane, report);
        return happened;
    }

    // Of an intent that is not from here nothing is kept and nothing told.
    private async Task RememberAsync(List<string> ids)
    {
        var known = await _context.Store.Intents.ViewAsync(Plane, ids, CancellationToken.None);
        foreach (var view in known)
            _statuses.Remember(view.Intent.Id, view.Status?.Status);
    }

    // That a removed intent is gone is as it should be.
    private async Task<HashSet<string>> LostAsync(List<string> ids) => ids.Count == 0
        ? []
        : [.. (await _context.Store.Intents.ViewAsync(Plane, ids, CancellationToken.None)).Where(v => !v.Intent.Removed).Select(v => v.Intent.Id)];

    private Task LeaveAsync(GoodbyeFrame goodbye)
    {
        End(SessionEnd.ByAgent($"agent{goodbye.Reason}"));
        return Task.CompletedTask;
    }
}
