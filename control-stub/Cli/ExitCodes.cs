namespace Pdp.ControlStub.Cli;

/// <summary>What the program ends with; documented in docs/control-stub.md.</summary>
internal static class ExitCodes
{
    /// <summary>It is done.</summary>
    public const int Done = 0;

    /// <summary>A defect of this program.</summary>
    public const int Failed = 1;

    /// <summary>It was called wrongly, or told what cannot be.</summary>
    public const int Usage = 2;

    /// <summary>The server cannot start: the data directory cannot be used, or an address is taken.</summary>
    public const int CannotStart = 3;

    /// <summary>The control plane refused what was asked.</summary>
    public const int Refused = 4;

    /// <summary>The control plane cannot be reached, or failed.</summary>
    public const int Unreachable = 5;

    /// <summary>A backup cannot be written or used.</summary>
    public const int Backup = 6;
}
