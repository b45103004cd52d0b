namespace Pdp.LocalCluster.Node.Containers;

/// <summary>Pauses that double. The first use is free, as a first restart is.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>The pause before the next attempt.</summary>
    public TimeSpan Next()
    {
        var pause = _next;
        _next = pause == TimeSpan.Zero ? first : TimeSpan.FromTicks(Math.Min(longest.Ticks, pause.Ticks * 2));
        return pause;
    }

    /// <summary>It went well for long enough: starts over.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
