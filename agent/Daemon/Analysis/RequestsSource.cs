using System.Collections.Concurrent;
using Pdp.Core.Analysis;
using Pdp.Core.Analysis.Requests;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Analysis;

/// <summary>
/// Asks the pods of a revision how many requests they answered, and how. All of them have to answer: a share of the truth could hide what fails.
/// </summary>
internal sealed partial class RequestsSource : IDisposable
{
    private const int AtOnce = 8;

    private readonly PodMetrics _pods;
    private readonly CounterBook _book;
    private readonly ILogger<RequestsSource> _logger;

    public RequestsSource(TimeProvider time, ILogger<RequestsSource> logger) => (_pods, _book, _logger) = (new PodMetrics(time), new CounterBook(time), logger);

    /// <summary>Measures once: what happened since the measurement before, at the first since the pods began.</summary>
    public async Task<Measurement> MeasureAsync(
        AnalysisSpec analysis, RequestsSpec spec, AnalysisSubject subject, CancellationToken cancellationToken)
    {
        var (counters, why) = await ReadAsync(spec, subject, cancellationToken);
        double? value = null;
        if (counters is not null)
        {
            (value, why) = RequestJudge.Measure(spec, _book.Before(subject, analysis.Name), counters);
            _book.Note(subject, analysis.Name, counters, TimeSpan.FromSeconds(analysis.IntervalSeconds));
        }
        LogMeasured(subject.Workload, analysis.Name, value, why);
        return new Measurement(analysis.Name, value, why);
    }

    public void Dispose() => _pods.Dispose();

    private async Task<(RequestCounters? Counters, string Why)> ReadAsync(RequestsSpec spec, AnalysisSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Pods.Count == 0) return (null, "there are no pods to ask");
        var metrics = RequestMetrics.Of(spec).ToHashSet(StringComparer.Ordinal);
        var read = new ConcurrentDictionary<string, IReadOnlyList<MetricSample>>(StringComparer.Ordinal);
        var silent = new ConcurrentBag<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(subject.Pods, parallel, async (pod, ct) =>
        {
            var (samples, why) = await _pods.ReadAsync(pod, spec, metrics, ct);
            if (samples is not null) read[pod.Uid] = samples;
            else silent.Add(why);
        });
        return silent.Order(StringComparer.Ordinal).FirstOrDefault() is { } first ? (null, first) : (new RequestCounters(read), "");
    }

    [LoggerMessage(EventId = 1351, EventName = "RequestsMeasured", Level = LogLevel.Information, Message = "{Workload}: analysis {Analysis} measured {Value} {Why}")]
    private partial void LogMeasured(string workload, string analysis, double? value, string why);
}
