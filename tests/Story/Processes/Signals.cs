using System.Runtime.InteropServices;

namespace Pdp.Story.Processes;

/// <summary>POSIX signals, which the class library cannot send.</summary>
internal static class Signals
{
    private const int Sigterm = 15;

    /// <summary>Asks a process to end; one that is already gone is left alone.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, Sigterm);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
