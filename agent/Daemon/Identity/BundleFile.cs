using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Identity;

/// <summary>
/// Reads the bootstrap bundle: whom to dial, what to trust, and a token. A secret, so a file that others can read is refused.
/// </summary>
internal static class BundleFile
{
    // A group may read: that is how a pod's fsGroup hands a Secret to a process that is not root.
    private const UnixFileMode TooOpen =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <summary>Reads a bundle.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="problems">Everything wrong with it, without quoting it; empty on success.</param>
    /// <returns>The bundle; null when there are problems.</returns>
    public static BootstrapBundle? TryRead(string path, out IReadOnlyList<string> problems)
    {
        try
        {
            var file = new FileInfo(path);
            problems = ProblemsOf(file);
            if (problems.Count > 0) return null;
            var bundle = BootstrapBundleReader.TryRead(File.ReadAllBytes(path), out var errors);
            problems = [.. errors.Select(error => error.ToString())];
            return bundle;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems = ["cannot be read by this process; check its owner and mode"];
            return null;
        }
    }

    private static IReadOnlyList<string> ProblemsOf(FileInfo file)
    {
        if (!file.Exists) return ["does not exist; your control plane gives you one when you create a plane"];
        // What a Secret's volume shows is a link; the mode that counts is that of what it leads to.
        var real = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(real.FullName) & TooOpen) != UnixFileMode.None)
            return ["holds a token and may be read by others; set its mode to 0600, or to 0400 in a Secret's volume"];
        return file.Length > BootstrapBundle.MaxBytes ? [$"must be at most {BootstrapBundle.MaxBytes} bytes"] : [];
    }
}
