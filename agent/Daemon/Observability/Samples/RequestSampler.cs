using System.Collections.Concurrent;
using Pdp.Core.Analysis.Requests;
using Pdp.Core.Logs;
using Pdp.Daemon.Analysis;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Daemon.Documents;
using Pdp.Observability.Metrics;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Requests;

namespace Pdp.Daemon.Observability.Samples;

/// <summary>
/// Samples how requests fare into the store: asks the pods of components whose document says where they tell it, and nobody else. What is silent is told and
/// costs a round at most.
/// </summary>
internal sealed partial class RequestSampler(
    HeldDocuments documents, KindFollowers followers, PlaneStores stores, SamplingOptions options, TimeProvider time, ILogger<RequestSampler> logger)
    : IRequestSampling, IDisposable
{
    private const int AtOnce = 8;
    private const int MostSamples = 5000;

    private readonly PodMetrics _pods = new(time);
    private readonly ConcurrentDictionary<RequestPlace, string> _silent = new();

    /// <inheritdoc/>
    public string? ProblemOf(IReadOnlyList<LogScope> scopes) => _silent
        .Where(one => scopes.Contain(new LogSource(one.Key.Organization, one.Key.Project, one.Key.Environment, one.Key.Component, "", "")))
        .Select(one => one.Value).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Samples until cancelled.</summary>
    /// <exception cref="PlaneStoreException">The store cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var book = new RequestBook();
        using var ticks = new PeriodicTimer(options.Interval, time);
        do
        {
            await SampleAsync(book, cancellationToken);
        }
        while (await ticks.WaitForNextTickAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _pods.Dispose();

    private async Task SampleAsync(RequestBook book, CancellationToken cancellationToken)
    {
        var targets = RequestTarget.Of(documents.All(), followers.Known(KindFollowers.Pod));
        book.Keep(targets);
        foreach (var gone in _silent.Keys.Except(targets.Select(target => target.Place))) _silent.TryRemove(gone, out _);
        var room = RequestTarget.MostPods;
        using var round = new CancellationTokenSource(options.Interval, time);
        foreach (var target in targets)
        {
            if ((room -= target.Pods.Count) < 0)
            {
                Tell(target, $"The agent asks {RequestTarget.MostPods} pods at most for their requests, and there are more.");
                continue;
            }
            await SampleAsync(target, book, round.Token, cancellationToken);
        }
    }

    private async Task SampleAsync(RequestTarget target, RequestBook book, CancellationToken round, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<string, IReadOnlyList<MetricSample>>(StringComparer.Ordinal);
        var silent = new ConcurrentBag<string>();
        var names = EndpointTally.Metrics(target.Specs);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(target.Pods, parallel, async (pod, ct) =>
        {
            var (samples, why) = round.IsCancellationRequested ? (null, "the pods before took all the time there was")
                : await _pods.ReadAsync(pod.Pod, target.Specs[0], names, ct);
            if (samples is null) silent.Add(why);
            else if (samples.Count > MostSamples) silent.Add($"pod {pod.Pod.Name} tells more than {MostSamples} series of requests");
            else read[pod.Pod.Uid] = samples;
        });
        var now = time.GetUtcNow();
        var known = book.Take(target, read, now);
        if (known is { } counted)
            stores.Requests.Append(now, counted.Span, [.. counted.Endpoints.Select(one => new RequestCount(target.Place, one.Endpoint, one.Requests, one.Errors, one.Latency.Buckets))]);
        if (silent.Order(StringComparer.Ordinal).FirstOrDefault() is { } first) Tell(target, $"Not all of its pods tell their requests: {first}.");
        else if (known is { Endpoints.Count: 0 }) Tell(target, "Its pods tell no counter of requests by a name that is known; the document may name it.");
        else _silent.TryRemove(target.Place, out _);
    }

    private void Tell(RequestTarget target, string problem)
    {
        if (_silent.GetValueOrDefault(target.Place) == problem) return;
        _silent[target.Place] = problem;
        LogSilent(target.Place.Project, target.Place.Environment, target.Place.Component, problem);
    }

    [LoggerMessage(EventId = 1825, EventName = "RequestsNotCounted", Level = LogLevel.Warning, Message = "{Project}/{Environment}/{Component}: {Why}")]
    private partial void LogSilent(string project, string environment, string component, string why);
}
