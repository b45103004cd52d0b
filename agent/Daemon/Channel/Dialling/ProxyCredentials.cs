using System.Net;
using System.Text;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>Credentials for a proxy from a file, such as a mounted Secret; read at every dial, so that they may change.</summary>
internal static class ProxyCredentials
{
    private const int MostBytes = 4096;

    /// <summary>Reads a file of one line, <c>user:password</c>, each as it is and not percent-encoded.</summary>
    /// <exception cref="IOException">It cannot be read, or does not hold that. The message never repeats what it holds.</exception>
    public static NetworkCredential Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var line = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n');
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (length > MostBytes || colon < 1 || line.Contains('\n'))
                throw new IOException($"{path} must hold one line, user:password, of at most {MostBytes} bytes");
            return new NetworkCredential(line[..colon], line[(colon + 1)..]);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"{path} must be readable by the agent", denied);
        }
    }
}
