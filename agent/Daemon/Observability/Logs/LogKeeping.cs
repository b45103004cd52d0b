using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.LogStore;
using Pdp.Observability.Logs;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>
/// While this replica leads: opens the store, collects into it and answers from it. A store that cannot be opened or written is told and tried again;
/// reconciling goes on beside it.
/// </summary>
internal sealed partial class LogKeeping(
    IKubernetesApi api, LogStoreOptions storing, LogCollectorOptions collecting, StoredLogs logs, LogMetrics metrics, TimeProvider time, Chance chance,
    ILoggerFactory logging) : ILeaderWork, ILogWork
{
    private static readonly TimeSpan Maintenance = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = logging.CreateLogger<LogKeeping>();
    private readonly RestartedWork _work = new(time);
    private volatile LogCollector? _collector;

    /// <inheritdoc/>
    public string? Trouble => _work.Trouble ?? _collector?.Trouble;

    /// <inheritdoc/>
    public string? Unread => _collector?.Unread;

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken term) => _work.RunAsync(KeepAsync, LogFailed, term);

    private async Task KeepAsync(CancellationToken term)
    {
        await using var store = SegmentedLogStore.Open(storing, time, metrics);
        _work.Begun();
        var collector = _collector = new LogCollector(api, store, collecting, time, chance, logging.CreateLogger<LogCollector>());
        metrics.Watch(store, collector, () => Trouble);
        logs.Open(store);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(term);
        var collection = collector.RunAsync(stop.Token);
        var maintenance = MaintainAsync(store, stop.Token);
        try
        {
            await await Task.WhenAny(collection, maintenance);
        }
        finally
        {
            logs.Close();
            metrics.Forget();
            _collector = null;
            await stop.CancelAsync();
            await Task.WhenAll(collection, maintenance).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MaintainAsync(SegmentedLogStore store, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Maintenance, time, cancellationToken);
            try
            {
                await store.MaintainAsync(cancellationToken);
            }
            catch (LogStoreException full)
            {
                // Lines are still taken as long as there is room for them; whoever stores the next one says so if there is none.
                LogNotMaintained(full.Message);
            }
        }
    }

    [LoggerMessage(EventId = 1804, EventName = "LogsNotMaintained", Level = LogLevel.Warning, Message = "Old log lines could not be dropped now; tried again: {Why}")]
    private partial void LogNotMaintained(string why);

    [LoggerMessage(EventId = 1801, EventName = "LogsNotKept", Level = LogLevel.Error, Message = "Log lines are not kept now; tried again")]
    private partial void LogFailed(Exception failed);
}
