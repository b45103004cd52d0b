namespace Pdp.Daemon.Audit;

/// <summary>Where the audit trail goes.</summary>
internal sealed record AuditSettings
{
    /// <summary>Directory of its files; null for none.</summary>
    public string? Directory { get; init; }

    /// <summary>Whether each record also goes to standard output.</summary>
    public bool StandardOutput { get; init; }

    /// <summary>A file larger than this is ended and the next begun, bytes; 64 KiB to 1 GiB, default 64 MiB.</summary>
    public long FileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Files kept, the newest; 2 to 10,000, or 0 for all. Default 16.</summary>
    public int Files { get; init; } = 16;

    /// <summary>Whether every record is forced to the disk before the work it tells of goes on. Default yes.</summary>
    public bool Sync { get; init; } = true;

    /// <summary>Longest the work waits for a disk that hangs.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the end of the chain is signed while something was written, 1 min to 24 h; default 1 h.</summary>
    public TimeSpan HeadInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether there is a trail at all.</summary>
    public bool IsOn => Directory is not null || StandardOutput;
}
