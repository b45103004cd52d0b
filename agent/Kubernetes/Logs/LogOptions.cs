namespace Pdp.Kubernetes.Logs;

/// <summary>Which part of a log.</summary>
public sealed record LogOptions
{
    /// <summary>Which container; may be null when the pod has one only.</summary>
    public string? Container { get; init; }

    /// <summary>Goes on with what is written from now on, until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The container's run before this one, which has ended.</summary>
    public bool Previous { get; init; }

    /// <summary>Each line begins with its time (RFC 3339, nanoseconds) and a space.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only this many lines at the end; 0 or more.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only lines from this moment on. Not together with <see cref="Since"/>.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Only lines of the last while, rounded up to whole seconds; above 0. Not together with <see cref="SinceTime"/>.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Ends after this many bytes; 1 or more.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (TailLines < 0) problems.Add("TailLines: must be 0 or more.");
        if (LimitBytes < 1) problems.Add("LimitBytes: must be 1 or more.");
        if (Since <= TimeSpan.Zero) problems.Add("Since: must be above zero.");
        if (Since is not null && SinceTime is not null) problems.Add("Since: must not be set together with SinceTime.");
        return problems;
    }
}
