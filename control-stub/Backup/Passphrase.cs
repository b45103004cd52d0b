using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Backup;

/// <summary>A passphrase from a file, for what stands on a command line is seen by all.</summary>
internal static class Passphrase
{
    private const int LeastCharacters = 12;

    /// <summary>Reads it: the file's text without white space around it. A file of random bytes in base64 does as well.</summary>
    /// <exception cref="BackupException">It cannot be read, others may read it, or it is too short.</exception>
    public static string Read(string path)
    {
        try
        {
            if (PrivateFile.IsOpenToOthers(path))
                throw new BackupException($"The passphrase file {path} may be read by others: set its mode to 0600.");
            var text = File.ReadAllText(path).Trim();
            return text.Length >= LeastCharacters
                ? text
                : throw new BackupException($"The passphrase must have at least {LeastCharacters} characters: it alone guards the signing key in the backup.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The passphrase file {path} cannot be read: {e.Message}", e);
        }
    }
}
