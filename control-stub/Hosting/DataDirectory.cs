using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Hosting;

/// <summary>The directory that holds everything, held by one process at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>Name of the database's file.</summary>
    public const string DatabaseFile = "control.db";

    private const string LockFile = "lock";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The database.</summary>
    public string Database => System.IO.Path.Combine(Path, DatabaseFile);

    /// <summary>Makes the directory where there is none and takes hold of it.</summary>
    /// <exception cref="StoreException">It cannot be made or written, or another process has it.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(full, PrivateFile.OwnerOnlyDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data directory {full} cannot be made: choose another with --data, or check its rights.", e);
        }

        var held = TryHold(full) ?? throw new StoreException(
            $"The data directory {full} cannot be used: another pdp-control has it, or it may not be written.");
        StagedRestore.FinishOrForget(full);
        return new DataDirectory(full, held);
    }

    /// <summary>Whether a process serves from a directory, or it cannot be told.</summary>
    public static bool IsHeld(string path)
    {
        using var held = TryHold(path);
        return held is null;
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
