using System.Globalization;

namespace Pdp.LogStore.Segments;

/// <summary>A segment's file is named by the first id that may be in it, so that names sort as they were written.</summary>
internal static class SegmentNames
{
    private const string Ending = ".log.db";

    /// <summary>What a file that cannot be read is renamed with.</summary>
    public const string AsideEnding = ".damaged";

    public static string Of(long firstId) => firstId.ToString("D19", CultureInfo.InvariantCulture) + Ending;

    /// <summary>The segments of a directory, oldest first.</summary>
    public static IEnumerable<(string Path, long FirstId)> In(string directory) =>
        from path in Directory.EnumerateFiles(directory, "*" + Ending).Order(StringComparer.Ordinal)
        let name = Path.GetFileName(path)[..^Ending.Length]
        where name.Length == 19 && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select (path, long.Parse(name, CultureInfo.InvariantCulture));

    /// <summary>Deletes a segment and the files SQLite keeps beside it.</summary>
    public static void Delete(string path)
    {
        foreach (var file in WithCompanions(path)) File.Delete(file);
    }

    /// <summary>Renames a segment and the files beside it.</summary>
    public static void SetAside(string path)
    {
        foreach (var file in WithCompanions(path).Where(File.Exists)) File.Move(file, file + AsideEnding, overwrite: true);
    }

    /// <summary>Files that were set aside, oldest first.</summary>
    public static IEnumerable<FileInfo> Aside(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*" + AsideEnding, SearchOption.AllDirectories).OrderBy(file => file.Name, StringComparer.Ordinal);

    private static string[] WithCompanions(string path) => [path, path + "-wal", path + "-shm"];
}
