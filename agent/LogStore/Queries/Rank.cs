using System.Runtime.InteropServices;
using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Queries;

/// <summary>Where an entry stands in an answer: lower comes first. No two entries stand in the same place.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Rank(long First, long Second) : IComparable<Rank>
{
    /// <summary>Before everything.</summary>
    public static Rank Start { get; } = new(long.MinValue, long.MinValue);

    /// <summary>The place of an entry.</summary>
    public static Rank Of(in BlockEntry entry, SortOrder order) => order switch
    {
        SortOrder.NewestFirst => new Rank(-entry.Time, -entry.Id),
        SortOrder.OldestFirst => new Rank(entry.Time, entry.Id),
        _ => new Rank(entry.Id, 0),
    };

    /// <summary>The first place an entry with these bounds can have.</summary>
    public static long Earliest(long minTime, long maxTime, long firstId, SortOrder order) => order switch
    {
        SortOrder.NewestFirst => -maxTime,
        SortOrder.OldestFirst => minTime,
        _ => firstId,
    };

    /// <summary>The last place an entry with these bounds can have.</summary>
    public static long Latest(long minTime, long maxTime, long lastId, SortOrder order) => order switch
    {
        SortOrder.NewestFirst => -minTime,
        SortOrder.OldestFirst => maxTime,
        _ => lastId,
    };

    public int CompareTo(Rank other)
    {
        var first = First.CompareTo(other.First);
        return first != 0 ? first : Second.CompareTo(other.Second);
    }

    public static bool operator <(Rank left, Rank right) => left.CompareTo(right) < 0;

    public static bool operator >(Rank left, Rank right) => left.CompareTo(right) > 0;

    public static bool operator <=(Rank left, Rank right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Rank left, Rank right) => left.CompareTo(right) >= 0;
}
