namespace Pdp.ControlStub.Security;

/// <summary>Files that only their owner may read: keys and the admin token.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The rights of a directory that only its owner may look into.</summary>
    public const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Writes a file in one step: a reader, or a restart after a crash, finds the old content or the new, never half of it.</summary>
    public static void Write(string path, string content)
    {
        var fresh = path + ".new";
        using (var file = Create(fresh))
        {
            using var text = new StreamWriter(file, leaveOpen: true);
            text.Write(content);
            text.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Opens a new file for writing; one of that name is replaced.</summary>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Whether others than the owner may read a file; false where the system has no such rights.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != UnixFileMode.None;
}
