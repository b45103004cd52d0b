using Microsoft.Data.Sqlite;
using Pdp.LogStore.Retention;

namespace Pdp.LogStore;

/// <summary>Where lines are kept, and how many of them.</summary>
public sealed record LogStoreOptions
{
    /// <summary>The store's own directory; made when it is not there. One process at a time.</summary>
    public required string Directory { get; init; }

    /// <summary>How much disk the store may take, bytes; 8 MiB or more. The oldest lines of the first class to go make room.</summary>
    public long MaxBytes { get; init; } = 10L << 30;

    /// <summary>
    /// How much of a segment one pod may fill, above 0, at most 1. What it writes beyond goes to segments that are dropped before all others, so a
    /// noisy pod takes the room that is free and no one else's.
    /// </summary>
    public double PodShare { get; init; } = 0.1;

    /// <summary>A segment is closed at this age even if it is small; 1 minute or more. Lines go by whole segments.</summary>
    public TimeSpan SegmentSpan { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The classes, asked in this order; the first whose scope contains a source takes it. The last takes what no other does.</summary>
    public IReadOnlyList<RetentionClass> Classes { get; init; } = [RetentionClass.Default];

    /// <summary>How large a segment grows, bytes.</summary>
    public long SegmentBytes => Math.Clamp(MaxBytes / 32, 256L << 10, 256L << 20);

    /// <summary>Called with each connection that writes; tests make the disk narrow here.</summary>
    internal Action<SqliteConnection>? Opened { get; init; }

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) problems.Add("Directory: must be set.");
        if (MaxBytes < 8L << 20) problems.Add("MaxBytes: must be 8 MiB or more.");
        if (PodShare is not (> 0 and <= 1)) problems.Add("PodShare: must be above 0 and at most 1.");
        if (SegmentSpan < TimeSpan.FromMinutes(1)) problems.Add("SegmentSpan: must be a minute or more.");
        if (Classes.Count == 0) problems.Add("Classes: name one at least.");
        foreach (var twice in Classes.GroupBy(one => one.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            problems.Add($"Classes: {twice.Key} is there twice; names must differ.");
        problems.AddRange(Classes.SelectMany(one => one.Problems()));
        return problems;
    }
}
