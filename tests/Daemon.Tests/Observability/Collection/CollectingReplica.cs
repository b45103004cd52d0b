using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Logs;
using Pdp.Daemon.Observability.Logs;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Kubernetes;
using Pdp.LogStore;
using Pdp.LogStore.Queries;
using Pdp.Observability.Logs;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>What of an agent's replica collects logs: while it leads.</summary>
internal sealed class CollectingReplica : IAsyncDisposable
{
    private readonly StoredLogs _logs = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrometheusMetrics _metrics;
    private CancellationTokenSource _term = new();
    private Task _running = Task.CompletedTask;

    /// <param name="api">The cluster.</param>
    /// <param name="test">Which pods: those of this test.</param>
    /// <param name="directory">Its volume.</param>
    /// <param name="change">What is collected otherwise.</param>
    /// <param name="opened">Called with each connection that writes.</param>
    public CollectingReplica(IKubernetesApi api, string test, string directory, Func<LogCollectorOptions, LogCollectorOptions>? change = null, Action<SqliteConnection>? opened = null)
    {
        var collecting = new LogCollectorOptions
        {
            Selector = $"test={test}",
            HoldFor = TimeSpan.FromMilliseconds(10),
            FirstPause = TimeSpan.FromMilliseconds(5),
            LongestPause = TimeSpan.FromMilliseconds(50),
        };
        var meters = _services.GetRequiredService<IMeterFactory>();
        _metrics = new PrometheusMetrics(meters);
        Keeping = new LogKeeping(
            api, new LogStoreOptions { Directory = directory, PodShare = 1, Opened = opened }, change?.Invoke(collecting) ?? collecting, _logs, new LogMetrics(meters, NullLogger<LogMetrics>.Instance),
            TimeProvider.System, () => 0, NullLoggerFactory.Instance);
    }

    public LogKeeping Keeping { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Its metrics as Prometheus reads them.</summary>
    public string Metrics => _metrics.Write();

    public void Lead()
    {
        _term = new CancellationTokenSource();
        _running = Keeping.RunAsync(_term.Token);
    }

    public async Task StepDownAsync()
    {
        await _term.CancelAsync();
        await _running;
        _term.Dispose();
    }

    /// <summary>Until there are as many entries of a pod, and that they are these, in the order they came; null stands for the mark of a gap.</summary>
    public async Task StoredAsync(string pod, params IEnumerable<string?> messages)
    {
        var expected = messages.ToList();
        await CountAsync(pod, expected.Count);
        Assert.Equal(expected, (await AllAsync(pod)).Select(entry => entry.Missing > 0 ? null : entry.Message));
    }

    /// <summary>Until there are as many entries of a pod.</summary>
    public Task CountAsync(string pod, int count) =>
        Eventually.TrueAsync(async () => (await AllAsync(pod)).Count >= count, what: $"{pod} has {count} entries", cancellationToken: Stop);

    /// <summary>All entries of a pod, as they came.</summary>
    public async Task<List<LogEntry>> AllAsync(string pod)
    {
        var all = new List<LogEntry>();
        for (string? cursor = null; ;)
        {
            var query = new LogQuery { Scopes = [new LogScope(Pod: pod)], Order = SortOrder.Arrival, Limit = 1000, Cursor = cursor };
            LogPage page;
            try
            {
                page = await _logs.QueryAsync(query, Stop);
            }
            catch (LogStoreException)
            {
                // Not open yet.
                return [];
            }
            all.AddRange(page.Entries.Select(one => one.Entry));
            if ((cursor = page.Next) is null) return all;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted) await StepDownAsync();
        await _services.DisposeAsync();
    }
}
