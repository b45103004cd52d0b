using System.Runtime.InteropServices;

namespace Pdp.LocalCluster.Node.Processes;

/// <summary>Signals to processes and process groups.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal; a negative id means a process group. What is gone already is no error.</summary>
    public static void Send(int id, int signal)
    {
        // 0 is our own group and -1 everybody: never meant here.
        if (id is < -1 or > 1) _ = NativeKill(id, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int id, int signal);
}
