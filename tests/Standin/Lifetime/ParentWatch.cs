using System.Runtime.InteropServices;

namespace Pdp.Standin.Lifetime;

/// <summary>
/// Ends this process when the one that started it is gone, however that died. The launcher asks the kernel for the same where it can;
/// this covers the rest, at the price of one system call a second.
/// </summary>
internal static class ParentWatch
{
    private const int InitProcess = 1;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Starts watching; dispose to stop. Does nothing where there is no parent to lose (a container's first process, Windows).</summary>
    public static IDisposable? Start(TimeProvider time)
    {
        if (OperatingSystem.IsWindows()) return null;
        var parent = NativeParent();
        if (parent == InitProcess) return null;
        return time.CreateTimer(_ => { if (NativeParent() != parent) Environment.Exit(137); }, null, Period, Period);
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeParent();
}
