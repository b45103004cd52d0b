using System.Globalization;

namespace Pdp.Daemon.Audit;

/// <summary>The files of the trail: each is named by its first record, <c>audit-000000000001.jsonl</c>.</summary>
/// <param name="directory">Where they are.</param>
internal sealed class AuditFolder(string directory)
{
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";

    /// <summary>The files, oldest first.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, $"{Prefix}*{Suffix}").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes the file that begins with a record. One that is there already is not touched: it is somebody else's.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FileStream Create(long first)
    {
        Directory.CreateDirectory(directory);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            // Others may read along, such as what ships it elsewhere.
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return new FileStream(Path.Combine(directory, $"{Prefix}{first:D12}{Suffix}"), options);
    }

    /// <summary>Deletes the oldest files.</summary>
    /// <param name="kept">How many stay; 0 for all.</param>
    /// <exception cref="IOException">One cannot be deleted.</exception>
    public void Trim(int kept)
    {
        var files = Files;
        foreach (var file in kept == 0 ? [] : files.SkipLast(kept)) File.Delete(file);
    }

    /// <summary>Deletes a file, if that is possible.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It stays, empty.
        }
    }

    /// <summary>Where the newest file ends. A line that was cut stays where it is: the next file begins behind it.</summary>
    public FolderEnd FindEnd()
    {
        try
        {
            return Files is [.., var newest] ? EndOf(newest) : FolderEnd.Nothing;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new FolderEnd(null, null, true, 0, "what was before cannot be read");
        }
    }

    private static FolderEnd EndOf(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        AuditRecord? last = null;
        var (isWhole, count) = (true, 0);
        foreach (var line in AuditLines.Read(stream))
        {
            isWhole = line.IsWhole;
            count++;
            if (line.IsWhole) last = AuditLine.Read(line.Bytes);
        }
        var name = Path.GetFileName(file)[Prefix.Length..^Suffix.Length];
        var first = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new FolderEnd(file, last, isWhole, last?.Link.Seq ?? first + count, null);
    }
}

/// <summary>Where the files end.</summary>
/// <param name="File">The newest file; null when there is none.</param>
/// <param name="Last">Its last whole record; null when there is none, or none that can be believed.</param>
/// <param name="IsWhole">Whether its last line is whole.</param>
/// <param name="LastSeq">The number of its last record, guessed where that cannot be read.</param>
/// <param name="Problem">Why nothing could be read; null when it could.</param>
internal sealed record FolderEnd(string? File, AuditRecord? Last, bool IsWhole, long LastSeq, string? Problem)
{
    /// <summary>No files.</summary>
    public static FolderEnd Nothing { get; } = new(null, null, true, 0, null);
}
