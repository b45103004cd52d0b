namespace Pdp.Cutter.Plan;

/// <summary>What can go wrong from outside.</summary>
public enum FaultKind
{
    /// <summary>All connections of the line are reset.</summary>
    Cut,

    /// <summary>The connection is cut after some more bytes.</summary>
    CutAfterBytes,

    /// <summary>The connection is cut in the middle of a later TLS record.</summary>
    CutAtRecord,

    /// <summary>The line holds everything up, and lets it go later.</summary>
    Stall,

    /// <summary>The line swallows everything, and nobody is told.</summary>
    Silence,

    /// <summary>The line loses some bytes.</summary>
    Discard,

    /// <summary>The line changes some bytes.</summary>
    Corrupt,

    /// <summary>The line is slow.</summary>
    Throttle,

    /// <summary>The line takes its time.</summary>
    Delay,

    /// <summary>SIGKILL, and a start some time later.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT some time later.</summary>
    Pause,
}
