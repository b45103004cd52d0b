namespace Pdp.Daemon.Hosting;

/// <summary>How the process ends. The numbers are those of BSD's sysexits.h, which service managers know.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or stopped as asked (SIGTERM, SIGINT).</summary>
    public const int Ok = 0;

    /// <summary>The command line cannot be understood (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>It cannot listen where it should (EX_UNAVAILABLE).</summary>
    public const int Unavailable = 69;

    /// <summary>A defect (EX_SOFTWARE).</summary>
    public const int Internal = 70;

    /// <summary>The configuration is wrong; every error has been printed (EX_CONFIG).</summary>
    public const int Configuration = 78;
}
