using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.LogStore;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>Reads one run of a container into the store, until its log ends. For one reading at a time.</summary>
internal sealed class ContainerLog(IKubernetesApi api, LogIntake intake, LogCollectorOptions options, TimeProvider time)
{
    private Task<bool>? _reading;

    /// <summary>Reads on from the plan's position. What was stored stays stored, however it ends.</summary>
    /// <exception cref="KubernetesException">The log could not be opened, or broke off.</exception>
    /// <exception cref="LogStoreException">The store could not take lines.</exception>
    public async Task ReadAsync(LogTarget target, ReadingPlan plan, CancellationToken cancellationToken)
    {
        var gatherer = new EntryGatherer(plan.Start, options.Gathering);
        // Cancelled when the enumerator is left with a read under way.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = api.ReadLogLinesAsync(target.Namespace, target.Source.Pod, Options(target, plan), leaving.Token).GetAsyncEnumerator(leaving.Token);
        try
        {
            while (await NextAsync(lines, gatherer, target.Source, cancellationToken))
            {
                gatherer.Add(lines.Current.Time, lines.Current.Text, lines.Current.Continues);
                if (gatherer.Ready >= options.BatchEntries) await StoreAsync(gatherer, target.Source, close: false, cancellationToken);
            }
            await StoreAsync(gatherer, target.Source, close: true, cancellationToken);
        }
        finally
        {
            await leaving.CancelAsync();
            if (_reading is { IsCompleted: false } reading) await reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await lines.DisposeAsync();
        }
    }

    // Nothing at hand: what is whole goes to the store now, and what is open a little later.
    private async Task<bool> NextAsync(IAsyncEnumerator<LogLine> lines, EntryGatherer gatherer, LogSource source, CancellationToken cancellationToken)
    {
        var next = lines.MoveNextAsync();
        if (next.IsCompleted) return await next;
        var reading = _reading = next.AsTask();
        if (gatherer.Ready > 0) await StoreAsync(gatherer, source, close: false, cancellationToken);
        if (gatherer.IsOpen && !await CameAsync(reading, cancellationToken)) await StoreAsync(gatherer, source, close: true, cancellationToken);
        return await reading;
    }

    private async Task<bool> CameAsync(Task reading, CancellationToken cancellationToken)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hold = Task.Delay(options.HoldFor, time, held.Token);
        var first = await Task.WhenAny(reading, hold);
        await held.CancelAsync();
        return first == reading;
    }

    private async Task StoreAsync(EntryGatherer gatherer, LogSource source, bool close, CancellationToken cancellationToken)
    {
        var (entries, position) = gatherer.Take(close);
        if (entries.Count > 0) await intake.AddAsync(new SourceBatch(source, entries, position), cancellationToken);
    }

    private static LogOptions Options(LogTarget target, ReadingPlan plan) => new()
    {
        Container = target.Source.Container,
        Follow = !plan.Previous,
        Previous = plan.Previous,
        Timestamps = true,
        SinceTime = plan.Start.Since,
    };
}
