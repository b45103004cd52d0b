namespace Pdp.Daemon.Hosting;

/// <summary>When the heap is worth trimming: after much was allocated, and once little is any more. Not safe for several threads.</summary>
internal sealed class TrimRule
{
    /// <summary>Bytes allocated since the last time that make it worth a pause of some tens of milliseconds.</summary>
    public const long Much = 64L * 1024 * 1024;

    /// <summary>Bytes allocated between two looks that are no work: a scrape, the lease, heartbeats.</summary>
    public const long Little = 4L * 1024 * 1024;

    private long _trimmed;
    private long _seen;

    /// <summary>Whether it is to be trimmed now; it counts as done then.</summary>
    /// <param name="allocated">All bytes ever allocated.</param>
    /// <param name="isBusy">Whether intents wait or are worked on.</param>
    public bool IsDue(long allocated, bool isBusy)
    {
        var isQuiet = !isBusy && allocated - _seen <= Little;
        _seen = allocated;
        if (!isQuiet || allocated - _trimmed < Much) return false;
        _trimmed = allocated;
        return true;
    }
}
