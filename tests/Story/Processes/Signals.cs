using System.Runtime.InteropServices;

namespace Pdp.Story.Processes;

/// <summary>POSIX signals, which the class library cannot send.</summary>
internal static class Signals
{
    private const int Sigterm = 15;
    private static readonly int _sigstop = OperatingSystem.IsLinux() ? 19 : 17;
    private static readonly int _sigcont = OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>Asks a process to end; one that is already gone is left alone.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, Sigterm);

    /// <summary>Holds a process where it is; it is not told, and cannot refuse.</summary>
    public static void Pause(int processId) => _ = Kill(processId, _sigstop);

    /// <summary>Lets a held process go on.</summary>
    public static void Resume(int processId) => _ = Kill(processId, _sigcont);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
