using Pdp.Core.Ports;

namespace Pdp.Daemon.Images;

/// <summary>What whoever asks registries needs from outside.</summary>
internal sealed class ImageContext(
    IEnumerable<IImageObserver> observers, ImageMetrics metrics, ILogger<ImageLog> logger, TimeProvider time, Chance chance)
{
    private readonly IImageObserver[] _observers = [.. observers];

    /// <summary>Clock of intervals and time limits.</summary>
    public TimeProvider Time => time;

    /// <summary>Spreads what should not happen everywhere at once.</summary>
    public Chance Chance => chance;

    /// <summary>Measures.</summary>
    public ImageMetrics Metrics => metrics;

    /// <summary>The log.</summary>
    public ImageLog Log { get; } = new(logger);

    /// <summary>There is news for an intent.</summary>
    public void Wake(string intentId)
    {
        foreach (var observer in _observers) observer.Changed(intentId);
    }
}
