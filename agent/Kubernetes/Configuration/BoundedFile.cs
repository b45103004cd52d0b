using System.Text;

namespace Pdp.Kubernetes.Configuration;

/// <summary>Reads files nobody vouches for.</summary>
internal static class BoundedFile
{
    /// <summary>The file's text.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than <paramref name="maxBytes"/>.</exception>
    public static string ReadText(string path, int maxBytes)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[Math.Min(maxBytes, 64 * 1024)];
        using var text = new MemoryStream();
        // Not by the file's length: a pipe or a file of /proc has none.
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            if (text.Length + read > maxBytes) throw new IOException($"The file is larger than {maxBytes} bytes.");
            text.Write(buffer, 0, read);
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).TrimStart('\uFEFF');
    }
}
