using Pdp.LogStore.Segments;

namespace Pdp.LogStore.Retention;

/// <summary>Drops segments: those past their age, and the first to go when room is needed.</summary>
internal sealed class Evictor(LogStoreOptions options, IReadOnlyList<Chain> chains, ILogStoreEvents events)
{
    /// <summary>Drops what is too old, then what is too much.</summary>
    public void Run(DateTimeOffset now)
    {
        foreach (var chain in chains)
        {
            var oldest = now - chain.Class.Retention.MaxAge;
            foreach (var segment in chain.Segments.Where(one => one != chain.Active && one.Touched < oldest)) Drop(chain, segment, DropReason.Age);
        }
        while (chains.Sum(chain => chain.Bytes) + AsideBytes() > options.MaxBytes && DropFirst(DropReason.Size, sealedOnly: true))
        {
            // Until it fits.
        }
    }

    /// <summary>Drops the segment that is first to go; false when there is none.</summary>
    public bool DropFirst(DropReason reason, bool sealedOnly)
    {
        if (SegmentNames.Aside(options.Directory).FirstOrDefault() is { } aside)
        {
            aside.Delete();
            return true;
        }
        var victim = chains
            .SelectMany(chain => chain.Segments.Select(segment => (Chain: chain, Segment: segment)))
            .Where(one => one.Segment != one.Chain.Active || (!sealedOnly && one.Segment.Bounds.Entries > 0))
            .OrderBy(one => one.Segment == one.Chain.Active)
            .ThenBy(one => one.Chain.Class.Order)
            .ThenBy(one => one.Segment.Path, StringComparer.Ordinal)
            .FirstOrDefault();
        if (victim.Segment is null) return false;
        Drop(victim.Chain, victim.Segment, reason);
        return true;
    }

    private long AsideBytes() => SegmentNames.Aside(options.Directory).Sum(file => file.Length);

    private void Drop(Chain chain, Segment segment, DropReason reason)
    {
        chain.Remove(segment, () => SegmentNames.Delete(segment.Path));
        events.Dropped(segment.Path, reason, segment.Bounds.Entries);
    }
}
