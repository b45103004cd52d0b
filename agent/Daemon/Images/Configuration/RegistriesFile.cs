using System.Security.Cryptography;

namespace Pdp.Daemon.Images.Configuration;

/// <summary>The customer's file of registries, read again when its content changes. What was good last stands while it has errors.</summary>
internal sealed class RegistriesFile(string? path, IReadOnlyList<RegistryDefinition> read, ImageLog log)
{
    private const int MaxBytes = 256 * 1024;

    private byte[]? _seen;

    /// <summary>The registries, each host once.</summary>
    public IReadOnlyList<RegistryDefinition> Current { get; private set; } = read;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Everything that is wrong with it; empty when all is well.</param>
    public static IReadOnlyList<RegistryDefinition> Read(string path, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        return Content(path, found) is { } bytes ? RegistriesReader.Read(bytes, found) : [];
    }

    /// <summary>Looks whether there is another content, and takes it over when it is good.</summary>
    /// <returns>Whether <see cref="Current"/> is another now.</returns>
    public bool Reload()
    {
        if (path is null) return false;
        var problems = new List<string>();
        var bytes = Content(path, problems);
        var (seen, before) = (SHA256.HashData(bytes ?? []), _seen);
        if (before is not null && before.AsSpan().SequenceEqual(seen)) return false;
        _seen = seen;
        var registries = bytes is null ? [] : RegistriesReader.Read(bytes, problems);
        if (problems.Count > 0) log.FileWrong(problems);
        if (problems.Count > 0) return false;
        Current = registries;
        // The first time it is what was read at the start.
        if (before is not null) log.Reloaded(registries.Count);
        return true;
    }

    private static byte[]? Content(string path, List<string> problems)
    {
        try
        {
            if (new FileInfo(path).Length <= MaxBytes) return File.ReadAllBytes(path);
            problems.Add($"the file must be at most {MaxBytes} bytes");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add("the file cannot be read; check its path, owner and mode");
        }
        return null;
    }
}
