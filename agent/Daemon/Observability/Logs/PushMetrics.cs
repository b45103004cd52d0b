using System.Diagnostics.Metrics;
using Pdp.Observability.Logs.Loki;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>Measures what is pushed to Loki.</summary>
internal sealed partial class PushMetrics : ILokiPushEvents
{
    private readonly Counter<long> _pushes;
    private readonly Counter<long> _pushed;
    private readonly Counter<long> _refused;
    private readonly ILogger<PushMetrics> _logger;

    public PushMetrics(IMeterFactory meters, ILogger<PushMetrics> logger)
    {
        _logger = logger;
        var meter = meters.Create(LogMetrics.MeterName);
        _pushes = meter.CreateCounter<long>("pdp.agent.loki.pushes", "{push}", "Pushes to Loki, by result: taken or failed.");
        _pushed = meter.CreateCounter<long>("pdp.agent.loki.entries", "{entry}", "Log entries Loki took.");
        _refused = meter.CreateCounter<long>("pdp.agent.loki.refused", "{entry}", "Log entries Loki will never take, which are lost: too old, out of order or too long.");
    }

    /// <inheritdoc/>
    public void Pushed(bool isTaken, long entries)
    {
        _pushes.Add(1, new KeyValuePair<string, object?>("result", isTaken ? "taken" : "failed"));
        if (entries > 0) _pushed.Add(entries);
    }

    /// <inheritdoc/>
    public void Refused(long entries)
    {
        _refused.Add(entries);
        LogRefused(entries);
    }

    [LoggerMessage(EventId = 1806, EventName = "LinesRefused", Level = LogLevel.Warning,
        Message = "Loki will never take {Entries} of the log entries that were pushed: they are too old for it, out of order or too long, and are lost; its own log says which")]
    private partial void LogRefused(long entries);
}
