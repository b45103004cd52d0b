using System.Diagnostics.Metrics;

namespace Pdp.Simulation.Processes;

/// <summary>The meters of one life, gone with it: the runtime keeps every meter that is not disposed of.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        foreach (var meter in _meters) meter.Dispose();
    }
}
