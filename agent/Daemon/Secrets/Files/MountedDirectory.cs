using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Files;

/// <summary>
/// A directory of files as it is at one moment. Kubernetes swaps all files of a volume at once by a link called <c>..data</c>; it is
/// followed once, so that all that is read is of one time. Nothing outside the directory is ever read, whatever a name or a link says.
/// </summary>
internal sealed class MountedDirectory
{
    private const string Swapped = "..data";
    private const int MostBytes = 512 * 1024;
    private const int MostParts = 8;

    private readonly string _bounds;

    private MountedDirectory(string bounds, string root) => (_bounds, Root) = (bounds, root);

    /// <summary>Where the files of this moment are.</summary>
    public string Root { get; }

    /// <summary>Opens a directory.</summary>
    /// <exception cref="SecretStoreException">It is not there or cannot be read.</exception>
    public static MountedDirectory Open(string directory) => Guarded(() =>
    {
        var bounds = Real(new DirectoryInfo(directory));
        if (!Directory.Exists(bounds)) throw new SecretStoreException("its directory is not there");
        var swapped = new DirectoryInfo(Path.Combine(bounds, Swapped));
        var root = swapped.Exists ? Real(swapped) : bounds;
        return IsUnder(root, bounds)
            ? new MountedDirectory(bounds, root)
            : throw new SecretStoreException("its directory leads out of itself");
    });

    /// <summary>Reads a file.</summary>
    /// <param name="name">Its path below the directory, with <c>/</c> between its parts.</param>
    /// <returns>Its content; null when there is no such file.</returns>
    /// <exception cref="SecretStoreException">The name is not acceptable, or the file cannot be read or is too large.</exception>
    public byte[]? Read(string name)
    {
        var parts = name.Split('/');
        if (parts.Length > MostParts || !parts.All(IsPlain))
            throw new SecretStoreException($"a file's name has 1..{MostParts} parts of letters, digits, '-', '_' and '.', none beginning with '.'");
        return Guarded(() => Find(parts) is { } path ? Content(path) : null);
    }

    // Part by part, since each may be a link.
    private string? Find(string[] parts)
    {
        var path = Root;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            path = Real(new FileInfo(path));
            if (!IsUnder(path, _bounds)) throw new SecretStoreException("the file is a link out of its directory");
        }
        return File.Exists(path) ? path : null;
    }

    private static byte[] Content(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > MostBytes) throw new SecretStoreException($"the file must have at most {MostBytes} bytes");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string Real(FileSystemInfo entry) =>
        entry.LinkTarget is null ? Path.TrimEndingDirectorySeparator(entry.FullName) : entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName;

    private static bool IsUnder(string path, string root) =>
        path == root || path.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static bool IsPlain(string part) =>
        part.Length is > 0 and <= 253 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretStoreException("it cannot be read; check owner and mode", failure);
        }
    }
}
