namespace Pdp.ControlStub.Events;

/// <summary>The event streams that are open, so that there are not too many and all end when the process does.</summary>
/// <param name="most">Streams at once.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Ends all of them.</param>
internal sealed class EventStreams(int most, TimeProvider time, CancellationToken stopping)
{
    private int _open;

    /// <summary>A stream to answer with; null when there are too many.</summary>
    public EventStream? TryOpen(EventReader events, long? after)
    {
        if (Interlocked.Increment(ref _open) <= most)
            return new EventStream(events, after, time, () => Interlocked.Decrement(ref _open), stopping);
        Interlocked.Decrement(ref _open);
        return null;
    }
}
