using System.Diagnostics.Metrics;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Observability;

/// <summary>Measures the stores of samples, events and runs, and tells what they drop.</summary>
internal sealed partial class PlaneMetrics : IPlaneStoreEvents
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Plane";

    private readonly Counter<long> _dropped;
    private readonly Counter<long> _events;
    private readonly Counter<long> _eventsDropped;
    private readonly ILogger<PlaneMetrics> _logger;
    private volatile Func<string?> _trouble = static () => null;

    public PlaneMetrics(IMeterFactory meters, PlaneStores stores, ILogger<PlaneMetrics> logger)
    {
        _logger = logger;
        var meter = meters.Create(MeterName);
        _dropped = meter.CreateCounter<long>("pdp.agent.kept.dropped", "{entry}", "Stored samples, events and runs that were dropped by age or for room, by store.");
        _events = meter.CreateCounter<long>("pdp.agent.kept.events", "{event}", "Events that were stored.");
        _eventsDropped = meter.CreateCounter<long>("pdp.agent.kept.events.dropped", "{event}", "Events that were not stored: too many at once.");
        meter.CreateObservableGauge("pdp.agent.kept.failing", () => _trouble() is null ? 0 : 1, description: "1 while samples, events and runs cannot be kept.");
        meter.CreateObservableGauge("pdp.agent.kept.metrics.size", () => SizeOf(() => stores.Metrics.Bytes), "By", "Disk taken by stored samples.");
        meter.CreateObservableGauge("pdp.agent.kept.requests.size", () => SizeOf(() => stores.Requests.Bytes), "By", "Disk taken by stored counts of requests.");
        meter.CreateObservableGauge("pdp.agent.kept.events.size", () => SizeOf(() => stores.Events.Bytes), "By", "Disk taken by stored events.");
    }

    /// <summary>Measures from now on whether they are kept.</summary>
    public void Watch(Func<string?> trouble) => _trouble = trouble;

    /// <summary>Events were stored.</summary>
    public void EventsKept(int count) => _events.Add(count);

    /// <summary>An event was not stored.</summary>
    public void EventDropped() => _eventsDropped.Add(1);

    /// <inheritdoc/>
    public void Dropped(string store, long entries) => _dropped.Add(entries, new KeyValuePair<string, object?>("store", store));

    /// <inheritdoc/>
    public void SetAside(string file, Exception why) => LogSetAside(Path.GetFileName(file), why.Message);

    private static long SizeOf(Func<long> measure)
    {
        try
        {
            return measure();
        }
        catch (PlaneStoreException)
        {
            return 0;
        }
    }

    [LoggerMessage(EventId = 1823, EventName = "KeptSetAside", Level = LogLevel.Error, Message = "A file of what was collected is damaged and was renamed to {File}: {Why}")]
    private partial void LogSetAside(string file, string why);
}
