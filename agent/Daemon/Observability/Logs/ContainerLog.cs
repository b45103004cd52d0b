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
    private bool _isAtEnd;
    private bool _isSilent;

    /// <summary>Whether the last reading brought anything new.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Reads on from the plan's position, until the log ends or was silent for long. What was stored stays stored, however it ends.</summary>
    /// <param name="target">Whose log.</param>
    /// <param name="plan">From where.</param>
    /// <param name="opened">Called when the server has begun to answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubernetesException">The log could not be opened, or broke off.</exception>
    /// <exception cref="LogStoreException">The store could not take lines.</exception>
    public async Task ReadAsync(LogTarget target, ReadingPlan plan, Action opened, CancellationToken cancellationToken)
    {
        HasHeard = false;
        var before = plan.Start.Ahead is null ? 0 : await LinesBeforeSetBackAsync(target, plan, cancellationToken);
        // Where the server had ended it, the container may run anew already, unheard of yet, and its new log has none of the old lines.
        var gatherer = new EntryGatherer(plan.Start, options.Gathering, before, _isAtEnd);
        // Cancelled when the enumerator is left with a read under way.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = api.ReadLogLinesAsync(target.Namespace, target.Source.Pod, Options(target, plan), leaving.Token, Open).GetAsyncEnumerator(leaving.Token);
        try
        {
            while (await NextAsync(lines, gatherer, target.Source, cancellationToken))
            {
                gatherer.Add(lines.Current.Time, lines.Current.Text, lines.Current.Continues);
                HasHeard |= gatherer.IsOpen || gatherer.Ready > 0;
                if (gatherer.Ready >= options.BatchEntries) await StoreAsync(gatherer, target.Source, close: false, cancellationToken);
            }
            await StoreAsync(gatherer, target.Source, close: true, cancellationToken);
            _isAtEnd = !_isSilent;
        }
        finally
        {
            await leaving.CancelAsync();
            if (_reading is { IsCompleted: false } reading) await reading.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await lines.DisposeAsync();
        }

        void Open()
        {
            (_isAtEnd, _isSilent) = (false, false);
            opened();
        }
    }

    // Nothing at hand: what is whole goes to the store now, and what is open a little later. A log that says nothing for long is opened anew: a file
    // that was cut down is followed at a place it has no more, and a connection may be dead without a word.
    private async Task<bool> NextAsync(IAsyncEnumerator<LogLine> lines, EntryGatherer gatherer, LogSource source, CancellationToken cancellationToken)
    {
        var next = lines.MoveNextAsync();
        if (next.IsCompleted) return await next;
        var reading = _reading = next.AsTask();
        if (gatherer.Ready > 0) await StoreAsync(gatherer, source, close: false, cancellationToken);
        if (gatherer.IsOpen && !await CameAsync(reading, options.HoldFor, cancellationToken)) await StoreAsync(gatherer, source, close: true, cancellationToken);
        _isSilent = !await CameAsync(reading, options.SilentFor, cancellationToken);
        return !_isSilent && await reading;
    }

    private async Task<bool> CameAsync(Task reading, TimeSpan within, CancellationToken cancellationToken)
    {
        if (reading.IsCompleted) return true;
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hold = Task.Delay(within, time, held.Token);
        var first = await Task.WhenAny(reading, hold);
        await held.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == reading;
    }

    private async Task StoreAsync(EntryGatherer gatherer, LogSource source, bool close, CancellationToken cancellationToken)
    {
        var (entries, position) = gatherer.Take(close);
        if (entries.Count > 0) await intake.AddAsync(new SourceBatch(source, entries, position), cancellationToken);
    }

    private async Task<long> LinesBeforeSetBackAsync(LogTarget target, ReadingPlan plan, CancellationToken cancellationToken)
    {
        var finder = new SetBackFinder();
        var inside = false;
        var once = Options(target, plan) with { Follow = false };
        await foreach (var line in api.ReadLogLinesAsync(target.Namespace, target.Source.Pod, once, cancellationToken))
        {
            if (!inside) finder.Add(line.Time);
            inside = line.Continues;
        }
        return finder.LinesBefore;
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
