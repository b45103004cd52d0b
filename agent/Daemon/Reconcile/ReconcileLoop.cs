using System.Collections.Concurrent;
using Pdp.Core.Ports;
using Pdp.Daemon.Tracing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Works off the queue while this agent leads: a bounded number of intents side by side, each with a budget of time.</summary>
internal sealed partial class ReconcileLoop(
    Reconciler reconciler,
    ReconcileQueue queue,
    IIntentStore intents,
    ReconcileOptions options,
    ReconcileMetrics metrics,
    TimeProvider time,
    Chance chance,
    ILogger<ReconcileLoop> logger)
{
    // What changed under a pass is looked at again without a pause; what changes under one pass after another is waited for.
    private const int AtOnce = 3;

    private readonly ConcurrentDictionary<string, int> _failures = new();

    /// <summary>Works until cancelled; then the passes under way are cut off. Never throws.</summary>
    /// <param name="term">Cancelled when this agent no longer leads, or ends.</param>
    public async Task RunAsync(CancellationToken term)
    {
        try
        {
            await WaitUntilLoadedAsync(term);
            foreach (var intent in intents.List()) queue.Wake(intent.Id, intent.Tenant);
            foreach (var id in intents.LatelyOver()) queue.Wake(id);
            await Task.WhenAll(Enumerable.Range(0, options.Parallelism).Select(_ => WorkAsync(term)));
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // The term is over.
        }
    }

    private async Task WaitUntilLoadedAsync(CancellationToken term)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await intents.WaitUntilLoadedAsync(term);
                return;
            }
            catch (ClusterException failure)
            {
                LogNotLoaded(failure.Message);
                await Task.Delay(Backoff.After(attempt, chance(), options), time, term);
            }
        }
    }

    private async Task WorkAsync(CancellationToken term)
    {
        while (true)
        {
            var id = await queue.TakeAsync(term);
            var result = PassResult.Settled;
            try
            {
                result = await PassAsync(id, term);
            }
            finally
            {
                queue.Done(id, forget: result.IsGone);
            }
            Schedule(id, result);
        }
    }

    private async Task<PassResult> PassAsync(string id, CancellationToken term)
    {
        var started = time.GetTimestamp();
        using var trace = PassTrace.Begin(intents, id);
        var (result, retryAfter) = await TryAsync(id, term);
        trace?.Reason(result.IsOutdated ? null : result.Failure);
        metrics.Passed(time.GetElapsedTime(started), result.Failure);
        if (result.Failure is null)
        {
            _failures.TryRemove(id, out _);
            return result;
        }
        var failures = _failures.AddOrUpdate(id, 1, static (_, before) => before + 1);
        var isAtOnce = result.IsOutdated && failures <= AtOnce;
        var pause = isAtOnce ? TimeSpan.Zero : Backoff.After(failures, chance(), options);
        var next = retryAfter > pause ? retryAfter.Value : pause;
        return result.LookAgainIn < next ? result : result with { LookAgainIn = next };
    }

    private async Task<(PassResult Result, TimeSpan? RetryAfter)> TryAsync(string id, CancellationToken term)
    {
        using var budget = new CancellationTokenSource(options.PassTimeout, time);
        using var work = WorkingOn.Enter(id);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(term, budget.Token);
        try
        {
            return (await reconciler.ReconcileAsync(id, both.Token), null);
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            LogTooLong(id, options.PassTimeout);
            return (new PassResult(Failure: FailureReason.ClusterUnavailable), null);
        }
        catch (ClusterException outdated) when (outdated.IsOutdated)
        {
            LogOutdated(id, outdated.Message);
            return (new PassResult(Failure: outdated.Reason, IsOutdated: true), outdated.RetryAfter);
        }
        catch (ClusterException failure)
        {
            LogFailed(id, failure.Reason, failure.Message);
            return (new PassResult(Failure: failure.Reason), failure.RetryAfter);
        }
        catch (Exception defect)
        {
            // One intent must not take the others down, whatever is wrong with it or with us.
            LogDefect(defect, id);
            return (new PassResult(Failure: FailureReason.Internal), null);
        }
    }

    // However settled, everything is looked at again now and then: the safety net below the watches. Costs no request if nothing changed.
    private void Schedule(string id, PassResult result)
    {
        if (result.IsGone)
        {
            _failures.TryRemove(id, out _);
            return;
        }
        var resync = options.Resync * (1 + (chance() / 5));
        queue.WakeIn(id, result.LookAgainIn < resync ? result.LookAgainIn.Value : resync);
    }

    [LoggerMessage(EventId = 1310, EventName = "ReconcileFailed", Level = LogLevel.Warning, Message = "Intent {Intent}: {Reason}: {Why}")]
    private partial void LogFailed(string intent, FailureReason reason, string why);

    [LoggerMessage(EventId = 1311, EventName = "ReconcileTooLong", Level = LogLevel.Warning,
        Message = "Intent {Intent}: the pass took longer than {Budget} and was given up; it is tried again")]
    private partial void LogTooLong(string intent, TimeSpan budget);

    [LoggerMessage(EventId = 1312, EventName = "ReconcileDefect", Level = LogLevel.Error,
        Message = "Intent {Intent}: a defect of the agent; it is tried again")]
    private partial void LogDefect(Exception defect, string intent);

    [LoggerMessage(EventId = 1314, EventName = "ReconcileOutdated", Level = LogLevel.Debug,
        Message = "Intent {Intent}: something changed under the pass, decided anew: {Why}")]
    private partial void LogOutdated(string intent, string why);

    [LoggerMessage(EventId = 1313, EventName = "JournalNotLoaded", Level = LogLevel.Warning,
        Message = "The Intents cannot be read now: {Why}")]
    private partial void LogNotLoaded(string why);
}
