namespace Pdp.Story.Processes;

/// <summary>Files that hold a secret.</summary>
public static class PrivateFile
{
    /// <summary>Writes a file that only its owner may read, from its first byte on.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), ct);
    }
}
