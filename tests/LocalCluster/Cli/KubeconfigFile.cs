namespace Pdp.LocalCluster.Cli;

internal static class KubeconfigFile
{
    /// <summary>Writes a file only its owner can read; whoever waits for it never sees half of it.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = $"{full}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(temporary, options))
            await writer.WriteAsync(text.AsMemory(), ct);
        File.Move(temporary, full, overwrite: true);
    }
}
