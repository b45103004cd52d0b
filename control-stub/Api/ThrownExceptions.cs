using System.Diagnostics.Metrics;

namespace Pdp.ControlStub.Api;

/// <summary>Counts the exceptions of this process, handled or not, as the runtime's meter does: each time one is thrown on counts.</summary>
internal sealed class ThrownExceptions : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    /// <summary>Begins to count.</summary>
    public ThrownExceptions()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Runtime", Name: "dotnet.exceptions" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
        _listener.Start();
    }

    /// <summary>How many so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
