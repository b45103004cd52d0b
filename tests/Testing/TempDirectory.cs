namespace Pdp.Testing;

/// <summary>A directory of a test's own, gone when disposed.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Absolute path; the directory exists.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("pdp-test-").FullName;

    /// <summary>The absolute path of something inside; nothing is created.</summary>
    public string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file, its folders included, replacing it in one step as a mounted Secret is replaced; returns its path.</summary>
    public string Write(string relativePath, string content)
    {
        var target = Combine(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        var fresh = $"{target}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(fresh, content);
        File.Move(fresh, target, overwrite: true);
        return target;
    }

    /// <summary>Writes a file its owner may execute, such as a shell script; returns its path.</summary>
    public string WriteExecutable(string relativePath, string content)
    {
        var target = Write(relativePath, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return target;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // A process under test may still hold a file; the system's own cleaning takes the rest.
        }
    }
}
