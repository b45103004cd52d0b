using System.Text;

namespace Pdp.Daemon.Images.Credentials;

/// <summary>Reads small files that hold credentials. No message repeats what is in them.</summary>
internal static class CredentialText
{
    private const int MostBytes = 256 * 1024;

    /// <summary>The text of a file.</summary>
    /// <exception cref="RegistryException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MostBytes ? File.ReadAllText(path, Encoding.UTF8) : throw Wrong($"must be at most {MostBytes} bytes");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong("cannot be read; check its path, owner and mode");
        }
    }

    /// <summary><c>user:password</c> in its parts; null when it is none.</summary>
    public static RegistryCredentials? Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text.Any(char.IsControl) ? new RegistryCredentials(text[..colon], text[(colon + 1)..]) : null;
    }

    /// <summary>What is wrong with the file.</summary>
    public static RegistryException Wrong(string rule) => new(RegistryFault.Denied, $"its file of credentials {rule}");
}
