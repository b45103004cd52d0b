namespace Pdp.Core.Logs;

/// <summary>How serious a line calls itself. The numbers are stored.</summary>
public enum Severity
{
    /// <summary>The line does not say.</summary>
    Unknown = 0,

    /// <summary>Every step.</summary>
    Trace = 1,

    /// <summary>For whoever looks for a fault.</summary>
    Debug = 2,

    /// <summary>What happens in the ordinary course.</summary>
    Info = 3,

    /// <summary>Odd, but dealt with.</summary>
    Warning = 4,

    /// <summary>Something failed.</summary>
    Error = 5,

    /// <summary>The process cannot go on.</summary>
    Fatal = 6,
}
