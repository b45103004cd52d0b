using Microsoft.Data.Sqlite;

namespace Pdp.PlaneStore;

/// <summary>Where one of the stores keeps its file, and how much of it.</summary>
public sealed record PlaneStoreOptions
{
    /// <summary>The store's own directory; made when it is not there. One process at a time.</summary>
    public required string Directory { get; init; }

    /// <summary>How much disk the file may take, bytes; 1 MiB or more. What is oldest makes room.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>How long things are kept; 1 minute or more.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Called with each connection that writes; tests make the disk narrow here.</summary>
    internal Action<SqliteConnection>? Opened { get; init; }

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory)) problems.Add("Directory: must be set.");
        if (MaxBytes < 1L << 20) problems.Add("MaxBytes: must be 1 MiB or more.");
        if (MaxAge < TimeSpan.FromMinutes(1)) problems.Add("MaxAge: must be a minute or more.");
        return problems;
    }
}
