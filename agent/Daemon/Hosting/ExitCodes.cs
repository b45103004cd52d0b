namespace Pdp.Daemon.Hosting;

/// <summary>How the process ends. The numbers are those of BSD's sysexits.h, which service managers know.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or stopped as asked (SIGTERM, SIGINT).</summary>
    public const int Ok = 0;

    /// <summary>What was looked at is not as it should be: a trail that is not whole, an intent that is refused or waits.</summary>
    public const int Differs = 1;

    /// <summary>A trail is whole but for gaps it marks itself.</summary>
    public const int Gaps = 2;

    /// <summary>A plan has changes.</summary>
    public const int Changes = 2;

    /// <summary>The command line cannot be understood (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>A file cannot be read (EX_NOINPUT).</summary>
    public const int NoInput = 66;

    /// <summary>It cannot listen where it should, or not ask the cluster (EX_UNAVAILABLE).</summary>
    public const int Unavailable = 69;

    /// <summary>A defect (EX_SOFTWARE).</summary>
    public const int Internal = 70;

    /// <summary>The configuration is wrong; every error has been printed (EX_CONFIG).</summary>
    public const int Configuration = 78;
}
