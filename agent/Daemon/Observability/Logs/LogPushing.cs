using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Observability.Logs.Loki;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Positions;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>While this replica leads: collects into the customer's Loki. What goes wrong is told and tried again; reconciling goes on beside it.</summary>
internal sealed partial class LogPushing(
    IKubernetesApi api, LokiOptions loki, PlaneStoreOptions storing, LogCollectorOptions collecting, LogMetrics metrics, PushMetrics pushes, PlaneMetrics stores,
    TimeProvider time, Chance chance, ILoggerFactory logging) : ILeaderWork, ILogWork
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = logging.CreateLogger<LogPushing>();
    private volatile string? _trouble;
    private volatile Func<string?>? _pushTrouble;
    private volatile LogCollector? _collector;

    /// <inheritdoc/>
    public string? Trouble => _trouble ?? _pushTrouble?.Invoke() ?? _collector?.Trouble;

    /// <inheritdoc/>
    public string? Unread => _collector?.Unread;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken term)
    {
        while (!term.IsCancellationRequested)
        {
            try
            {
                await PushAsync(term);
            }
            catch (OperationCanceledException) when (term.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever ends the collecting of lines, it is begun anew, and ends nothing else.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                _trouble = failed.Message;
                LogFailed(failed);
            }
            await Task.Delay(Pause, time, term).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _trouble = null;
    }

    private async Task PushAsync(CancellationToken term)
    {
        using var positions = PositionStore.Open(storing, stores);
        using var pusher = new LokiPusher(loki, pushes, time, chance);
        _pushTrouble = () => pusher.Trouble;
        _trouble = null;
        var collector = _collector = new LogCollector(api, new LokiSink(pusher, positions), collecting, time, chance, logging.CreateLogger<LogCollector>());
        metrics.Watch(collector);
        try
        {
            await collector.RunAsync(term);
        }
        finally
        {
            metrics.Forget();
            (_pushTrouble, _collector) = (null, null);
        }
    }

    [LoggerMessage(EventId = 1805, EventName = "LinesNotPushed", Level = LogLevel.Error, Message = "Log lines are not pushed to Loki now; tried again")]
    private partial void LogFailed(Exception failed);
}
