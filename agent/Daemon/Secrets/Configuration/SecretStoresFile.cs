using System.Security.Cryptography;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Configuration;

/// <summary>The customer's file of stores, read again when its content changes. What was good last stands while it has errors.</summary>
internal sealed class SecretStoresFile(string? path, IReadOnlyList<StoreDefinition> read, SecretLog log) : IStoreDefinitions
{
    private const int MaxBytes = 256 * 1024;

    private byte[]? _seen;

    /// <inheritdoc/>
    public IReadOnlyList<StoreDefinition> Current { get; private set; } = read;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Everything that is wrong with it; empty when all is well.</param>
    public static IReadOnlyList<StoreDefinition> Read(string path, out IReadOnlyList<string> problems) =>
        Read(path, null, out problems, out _) ?? [];

    /// <inheritdoc/>
    public bool Reload()
    {
        if (path is null || Read(path, _seen, out var problems, out var seen) is not { } stores) return false;
        var isFirst = _seen is null;
        _seen = seen;
        if (problems.Count > 0)
        {
            log.FileWrong(problems);
            return false;
        }
        if (isFirst && stores.SequenceEqual(Current)) return false;
        Current = stores;
        log.Reloaded(stores.Count);
        return true;
    }

    // Null when the content is the one seen before.
    private static IReadOnlyList<StoreDefinition>? Read(
        string path, byte[]? before, out IReadOnlyList<string> problems, out byte[] seen)
    {
        var found = new List<string>();
        problems = found;
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                found.Add($"the file must be at most {MaxBytes} bytes");
                seen = [1];
                return Same(before, seen) ? null : [];
            }
            var bytes = File.ReadAllBytes(path);
            seen = SHA256.HashData(bytes);
            return Same(before, seen) ? null : SecretStoresReader.Read(bytes, found);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            found.Add("the file cannot be read; check its path, owner and mode");
            seen = [2];
            return Same(before, seen) ? null : [];
        }
    }

    private static bool Same(byte[]? before, byte[] seen) => before is not null && before.AsSpan().SequenceEqual(seen);
}
