using Pdp.PlaneStore.Events;
using Pdp.PlaneStore.Metrics;
using Pdp.PlaneStore.Requests;
using Pdp.PlaneStore.Runs;

namespace Pdp.PlaneStore;

/// <summary>The stores, while this replica has them open: the leader does. Safe for any number of threads.</summary>
public sealed class PlaneStores
{
    private volatile Opened? _opened;

    /// <summary>Whether they are open.</summary>
    public bool AreOpen => _opened is not null;

    /// <summary>Samples of what containers use.</summary>
    /// <exception cref="PlaneStoreException">It is not open.</exception>
    public MetricStore Metrics => Now().Metrics;

    /// <summary>Events.</summary>
    /// <exception cref="PlaneStoreException">It is not open.</exception>
    public EventStore Events => Now().Events;

    /// <summary>Runs of tasks.</summary>
    /// <exception cref="PlaneStoreException">It is not open.</exception>
    public RunStore Runs => Now().Runs;

    /// <summary>What pods counted of their requests.</summary>
    /// <exception cref="PlaneStoreException">It is not open.</exception>
    public RequestStore Requests => Now().Requests;

    /// <summary>Opens all of them, or none.</summary>
    /// <exception cref="PlaneStoreException">A directory cannot be used.</exception>
    public void Open(PlaneStoresOptions options, TimeProvider time, IPlaneStoreEvents events)
    {
        MetricStore? metrics = null;
        EventStore? happenings = null;
        RunStore? runs = null;
        try
        {
            metrics = MetricStore.Open(options.Metrics, time, events);
            happenings = EventStore.Open(options.Events, time, events);
            runs = RunStore.Open(options.Runs, time, events);
            _opened = new Opened(metrics, happenings, runs, RequestStore.Open(options.Requests, time, events));
        }
        catch
        {
            metrics?.Dispose();
            happenings?.Dispose();
            runs?.Dispose();
            throw;
        }
    }

    /// <summary>Packs and drops what is due. To be called every few minutes.</summary>
    /// <exception cref="PlaneStoreException">The disk fails.</exception>
    public void Tidy()
    {
        Metrics.Tidy();
        Events.Tidy();
        Runs.Tidy();
        Requests.Tidy();
    }

    /// <summary>Closes them; whoever asks is told so from now on.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _opened, null) is not { } opened) return;
        opened.Metrics.Dispose();
        opened.Events.Dispose();
        opened.Runs.Dispose();
        opened.Requests.Dispose();
    }

    private Opened Now() =>
        _opened ?? throw new PlaneStoreException("What was collected cannot be read now: this replica does not lead, or its volume cannot be used.");

    private sealed record Opened(MetricStore Metrics, EventStore Events, RunStore Runs, RequestStore Requests);
}
