using Pdp.Core.Ports;
using Pdp.Daemon.Tracing;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>
/// Hands intents to the intake: those of one id one after the other, the newest first; different ones side by side. An intent is
/// answered once the intake has returned, never before, and never dropped while the session lives.
/// </summary>
/// <param name="ports">Has the intake, which stores them.</param>
/// <param name="answer">Queues the acknowledgement of a pending intent; must not wait for the peer.</param>
/// <param name="options">The limits.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="guard">Runs a part of the session, whose failure ends the session and never the process.</param>
/// <param name="ending">Gives up everything under way: what was not acknowledged is sent again in the next session.</param>
internal sealed class IntentLanes(
    ChannelPorts ports,
    Action<PendingIntent, AckFrame> answer,
    ChannelOptions options,
    TimeProvider timeProvider,
    ILogger logger,
    Func<Func<Task>, Task> guard,
    CancellationToken ending) : IDisposable
{
    /// <summary>Unforeseen failures of one intent before it is refused, so that a defect holds no slot of the window for good.</summary>
    private const int MostDefects = 5;

    // A full list of the longest reasons still fits into a frame, whatever the characters.
    private const int ReasonPathChars = 512;
    private const int ReasonMessageChars = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IntentLane> _lanes = [];
    private readonly TaskSet _running = new();
    private readonly SemaphoreSlim _parallel = new(options.ParallelIntents);

    /// <summary>Takes an intent on. The window bounds how many there can be.</summary>
    public void Post(PendingIntent item)
    {
        lock (_lock)
        {
            if (_lanes.TryGetValue(item.Lane, out var lane))
            {
                lane.Add(item);
                return;
            }
            lane = new IntentLane();
            lane.Add(item);
            _lanes.Add(item.Lane, lane);
            _running.Add(guard(() => RunAsync(item.Lane, lane)));
        }
    }

    /// <summary>Completes when nothing runs any more; call it once <c>ending</c> is cancelled.</summary>
    public Task StoppedAsync() => _running.DoneAsync();

    public void Dispose() => _parallel.Dispose();

    private async Task RunAsync(string name, IntentLane lane)
    {
        var delays = new ReconnectPolicy(options.StoreRetryMin, options.StoreRetryMax);
        long? since = null;
        while (Next(name, lane) is { } item)
        {
            if (await OfferAsync(item) is { } outcome)
            {
                since = null;
                Settle(lane, item, outcome);
                continue;
            }
            since ??= timeProvider.GetTimestamp();
            var delay = delays.Delay(timeProvider.GetElapsedTime(since.Value), pacing: null, retryAfter: null, ports.Chance());
            await Task.Delay(options.StoreRetryMin + delay, timeProvider, ending);
        }
    }

    private PendingIntent? Next(string name, IntentLane lane)
    {
        lock (_lock)
        {
            if (!lane.IsEmpty) return lane.Next;
            _lanes.Remove(name);
            return null;
        }
    }

    private async Task<IntakeAnswer?> OfferAsync(PendingIntent item)
    {
        await _parallel.WaitAsync(ending);
        using var span = AgentTraces.Receive("receive", item.Trace);
        try
        {
            var outcome = await (item.IsRemoval ? ports.Intake.RemoveAsync(item.Jws, ending) : ports.Intake.AcceptAsync(item.Jws, ending));
            span?.About(outcome.Id, outcome.Generation).SetTag("pdp.outcome", outcome.Outcome.ToString());
            if (outcome.Reasons is [var first, ..]) span?.Reason(first.Reason);
            return outcome;
        }
        catch (IntakeUnavailableException e)
        {
            ChannelLog.IntakeUnavailable(logger, e);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ending.IsCancellationRequested)
        {
            ChannelLog.IntakeFailed(logger, e);
            return ++item.Defects < MostDefects ? null : Defective(item);
        }
        finally
        {
            _parallel.Release();
        }
    }

    private static IntakeAnswer Defective(PendingIntent item) => new(
        item.Stamp?.Id ?? "", item.Stamp?.Generation ?? 0, AckOutcome.Refused,
        [new RefusalReason(FailureReason.Internal, "", "the agent failed on this document again and again; its log has more")],
        item.Stamp?.Hash);

    private void Settle(IntentLane lane, PendingIntent item, IntakeAnswer outcome)
    {
        IReadOnlyList<PendingIntent> overtaken;
        lock (_lock) overtaken = lane.Settle(item, outcome.Outcome != AckOutcome.Refused);
        var hash = outcome.Hash ?? item.Stamp?.Hash;
        answer(item, new AckFrame(outcome.Id, outcome.Generation, outcome.Outcome, Bounded(outcome.Reasons), hash, outcome.Held));
        foreach (var older in overtaken)
            answer(older, new AckFrame(older.Stamp!.Id, older.Stamp.Generation, AckOutcome.Stale, [], older.Stamp.Hash));
    }

    private static IReadOnlyList<RefusalReason> Bounded(IReadOnlyList<RefusalReason> reasons) =>
        [.. reasons.Take(ProtocolLimits.Reasons).Select(reason => reason with
        {
            Path = Bounded(reason.Path, ReasonPathChars),
            Message = Bounded(reason.Message, ReasonMessageChars),
        })];

    private static string Bounded(string text, int most) => text.Length <= most ? text : text[..most];
}
