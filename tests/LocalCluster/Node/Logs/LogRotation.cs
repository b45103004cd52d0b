using System.Globalization;
using System.IO.Compression;

namespace Pdp.LocalCluster.Node.Logs;

/// <summary>
/// How a kubelet rotates (<c>containerLogMaxSize</c>, <c>containerLogMaxFiles</c>): the file is renamed with its time, the one rotated before it is
/// compressed, and of all the oldest goes.
/// </summary>
/// <param name="maxBytes">A file of this size is rotated; 1 or more.</param>
/// <param name="maxFiles">Files of one run, the one that is written to included; 2 or more.</param>
internal sealed class LogRotation(long maxBytes = LogRotation.DefaultMaxBytes, int maxFiles = 5)
{
    /// <summary>As kubelets have it unless told otherwise.</summary>
    public const long DefaultMaxBytes = 10L << 20;

    private int _rotated;

    /// <summary>A file of this size is rotated, bytes.</summary>
    public long MaxBytes => maxBytes;

    /// <summary>Moves the file out of the way of the next.</summary>
    public void Rotate(string path, DateTimeOffset now)
    {
        var before = Rotated(path);
        foreach (var plain in before.Where(file => !file.EndsWith(".gz", StringComparison.Ordinal))) Compress(plain);
        foreach (var old in before.Take(before.Count - (maxFiles - 2)))
        {
            File.Delete(old);
            File.Delete(old + ".gz");
        }

        // The number keeps two of one second apart, and in their order.
        File.Move(path, string.Create(CultureInfo.InvariantCulture, $"{path}.{now:yyyyMMdd-HHmmss}-{++_rotated:D9}"));
    }

    /// <summary>The files rotated so far, oldest first.</summary>
    public static List<string> Rotated(string path) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(path)!).Where(file => file.StartsWith(path + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static void Compress(string file)
    {
        using (var plain = File.OpenRead(file))
        using (var packed = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
        {
            plain.CopyTo(packed);
        }

        File.Delete(file);
    }
}
