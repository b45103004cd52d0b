namespace Pdp.Daemon.Audit.Verification;

/// <summary>What a look through the trail found.</summary>
internal sealed record AuditReport
{
    /// <summary>Files looked through.</summary>
    public required int Files { get; init; }

    /// <summary>Records that are as they were written.</summary>
    public required long Records { get; init; }

    /// <summary>The last of them; null when there is none.</summary>
    public ChainLink? Last { get; init; }

    /// <summary>The last record up to which the chain is signed; null when it is not.</summary>
    public long? Signed { get; init; }

    /// <summary>Everything found, in order.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }

    /// <summary>The worst of it; null when there is nothing to say.</summary>
    public FindingKind? Worst => Findings.Count == 0 ? null : Findings.Max(finding => finding.Kind);
}

/// <summary>Something found in the trail.</summary>
/// <param name="Kind">How bad it is.</param>
/// <param name="File">In which file.</param>
/// <param name="Line">In which line; 0 for the file as a whole.</param>
/// <param name="Message">What it is.</param>
internal sealed record AuditFinding(FindingKind Kind, string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}: {Message}";
}

/// <summary>How bad a finding is.</summary>
internal enum FindingKind
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>Something is missing, and the trail says so itself.</summary>
    MarkedGap,

    /// <summary>The trail is not as it was written.</summary>
    Broken,
}
