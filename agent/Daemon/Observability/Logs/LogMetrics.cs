using System.Diagnostics.Metrics;
using Pdp.LogStore;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>Measures the store of log lines, and tells what it drops.</summary>
internal sealed partial class LogMetrics : ILogStoreEvents
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Logs";

    private readonly Counter<long> _dropped;
    private readonly ILogger<LogMetrics> _logger;
    private volatile SegmentedLogStore? _store;
    private volatile LogCollector? _collector;
    private volatile Func<string?> _trouble = static () => null;

    public LogMetrics(IMeterFactory meters, ILogger<LogMetrics> logger)
    {
        _logger = logger;
        var meter = meters.Create(MeterName);
        _dropped = meter.CreateCounter<long>("pdp.agent.logs.dropped", "{entry}", "Stored log entries that were dropped, by reason.");
        meter.CreateObservableGauge("pdp.agent.logs.size", () => Of(store => store.Usage.Bytes), "By", "Disk taken by stored log entries.");
        meter.CreateObservableGauge("pdp.agent.logs.entries", () => Of(store => store.Usage.Entries), "{entry}", "Log entries stored.");
        meter.CreateObservableCounter("pdp.agent.logs.stored", () => Of(store => store.Usage.NewestId), "{entry}", "Log entries stored since the store was made.");
        meter.CreateObservableGauge("pdp.agent.logs.containers", () => _collector?.Following ?? 0, "{container}", "Containers whose logs are followed.");
        meter.CreateObservableGauge("pdp.agent.logs.unread", () => _collector?.Unreadable ?? 0, "{container}", "Containers whose logs cannot be read now.");
        meter.CreateObservableGauge("pdp.agent.logs.failing", () => _trouble() is null ? 0 : 1, description: "1 while log lines cannot be kept.");
    }

    /// <summary>Measures these from now on.</summary>
    public void Watch(SegmentedLogStore store, LogCollector collector, Func<string?> trouble) => (_store, _collector, _trouble) = (store, collector, trouble);

    /// <summary>Measures collecting into somebody else's store from now on.</summary>
    public void Watch(LogCollector collector) => _collector = collector;

    /// <summary>Measures none.</summary>
    public void Forget() => (_store, _collector) = (null, null);

    /// <inheritdoc/>
    public void Dropped(string file, DropReason reason, long entries)
    {
        _dropped.Add(entries, new KeyValuePair<string, object?>("reason", reason.ToString()));
        if (reason == DropReason.DiskFull) LogDiskFull(entries);
    }

    /// <inheritdoc/>
    public void SetAside(string file, Exception why) => LogSetAside(Path.GetFileName(file), why.Message);

    private long Of(Func<SegmentedLogStore, long> measure) => _store is { } store ? measure(store) : 0;

    [LoggerMessage(EventId = 1802, EventName = "LogsDiskFull", Level = LogLevel.Warning,
        Message = "The volume of log lines is full before the store has reached its size: {Entries} of the oldest were dropped")]
    private partial void LogDiskFull(long entries);

    [LoggerMessage(EventId = 1803, EventName = "LogsSetAside", Level = LogLevel.Error,
        Message = "A file of stored log lines is damaged and was renamed: {File}: {Why}")]
    private partial void LogSetAside(string file, string why);
}
