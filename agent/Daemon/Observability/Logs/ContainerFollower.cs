using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.LogStore;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>Follows one container over all its runs, from where the store left off, until it is gone.</summary>
internal sealed partial class ContainerFollower(
    IKubernetesApi api, LogIntake intake, LogTarget first, LogCollectorOptions options, TimeProvider time, Chance chance, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly ContainerLog _log = new(api, intake, options, time);
    private LogTarget _target = first;
    private TaskCompletionSource _changed = New();
    private bool _gone;
    private volatile string? _failure;

    /// <summary>Why its log cannot be read now; null when it can.</summary>
    public string? Failure => _failure;

    /// <summary>Whose lines it reads.</summary>
    public LogSource Source { get; } = first.Source;

    /// <summary>Takes in what the pod's status says now; false when it was told to leave.</summary>
    public bool TryUpdate(LogTarget target)
    {
        lock (_lock)
        {
            if (_gone) return false;
            if (_target == target) return true;
            _target = target;
            Signal();
            return true;
        }
    }

    /// <summary>The pod is gone: its log is read as far as there still is one.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _gone = true;
            Signal();
        }
    }

    /// <summary>Follows until the container is gone or the caller stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rounds = 0;
        while (true)
        {
            var (target, changed, gone) = Now();
            var read = await ReadAsync(target, changed, gone, stop);
            if (gone || stop.IsCancellationRequested) break;
            if (read == Outcome.More) continue;
            if (_log.HasHeard) rounds = 0;
            // What has ended for good is looked at again when something changes.
            rounds = await PausedAsync(changed, read == Outcome.Ended && !target.Run.IsRunning ? null : rounds, cancellationToken);
        }
        cancellationToken.ThrowIfCancellationRequested();
        await intake.Store.ForgetAsync([Source], cancellationToken);
    }

    private async Task<Outcome> ReadAsync(LogTarget target, Task changed, bool gone, CancellationTokenSource stop)
    {
        if (ReadingPlan.Next(intake.Store.PositionOf(Source), target.Run) is not { } plan) return Outcome.Ended;
        try
        {
            if (plan.Lost is { } last) await TellLostAsync(last, plan, stop.Token);
            using var watching = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var end = EndWhenGoneAsync(changed, gone, stop, watching.Token);
            try
            {
                await _log.ReadAsync(target, plan, () => _failure = null, stop.Token);
            }
            finally
            {
                await watching.CancelAsync();
                await end;
            }
            if (!plan.Previous) return Outcome.Ended;
            await NextRunAsync(target, stop.Token);
            return Outcome.More;
        }
        catch (KubernetesException none) when (plan.Previous && (none.IsNotFound || none.IsInvalid))
        {
            // The run before is not kept any more.
            if (plan.Lost is null && plan.Start.Again > 0) await TellLostAsync(plan.Start, plan, stop.Token);
            await NextRunAsync(target, stop.Token);
            return Outcome.More;
        }
        catch (Exception failed) when (failed is KubernetesException or LogStoreException)
        {
            if (failed is KubernetesException) _failure = failed.Message;
            LogFailed(Source.Pod, Source.Container, failed.Message);
            return Outcome.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Outcome.Ended;
        }
    }

    private Task NextRunAsync(LogTarget target, CancellationToken cancellationToken) =>
        intake.AddAsync(new SourceBatch(Source, [], LogPosition.StartOf(target.Run.Current!)), cancellationToken);

    // How many lines there were no one knows: one stands for them, where they would follow.
    private Task TellLostAsync(LogPosition last, ReadingPlan plan, CancellationToken cancellationToken)
    {
        var at = last.Again > 0 ? last.Newest : time.GetUtcNow();
        var mark = new LogEntry(at, Severity.Unknown, "Lines of an earlier run were gone before they could be read.", null, 1);
        return intake.AddAsync(new SourceBatch(Source, [mark], plan.Start), cancellationToken);
    }

    // A server that does not end the log of a pod that is gone would be followed for ever.
    private async Task EndWhenGoneAsync(Task changed, bool gone, CancellationTokenSource stop, CancellationToken read)
    {
        try
        {
            for (; !gone; (_, changed, gone) = Now()) await changed.WaitAsync(read);
            await Task.Delay(options.GoneFor, time, read);
            await stop.CancelAsync();
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested)
        {
            // The log ended by itself.
        }
    }

    // After an end in good order too: a server may end a log that goes on, as at its rotation. Without rounds only a change counts.
    private async Task<int> PausedAsync(Task changed, int? rounds, CancellationToken cancellationToken)
    {
        var pause = rounds is { } some
            ? TimeSpan.FromTicks(Math.Min(options.LongestPause.Ticks, options.FirstPause.Ticks << Math.Min(some, 10))) * (1 + (chance() / 5))
            : Timeout.InfiniteTimeSpan;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = await Task.WhenAny(changed, Task.Delay(pause, time, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return ended == changed ? 0 : (rounds ?? 0) + 1;
    }

    private (LogTarget Target, Task Changed, bool Gone) Now()
    {
        lock (_lock) return (_target, _changed.Task, _gone);
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 1800, EventName = "LogUnreadable", Level = LogLevel.Warning,
        Message = "The log of {Pod}/{Container} cannot be collected now, it is tried again: {Why}")]
    private partial void LogFailed(string pod, string container, string why);

    private enum Outcome
    {
        /// <summary>All there is was read.</summary>
        Ended,

        /// <summary>The next run can be read at once.</summary>
        More,

        /// <summary>It is to be tried again.</summary>
        Failed,
    }
}
