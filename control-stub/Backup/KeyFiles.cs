using Pdp.ControlStub.Security;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Backup;

/// <summary>The files of a data directory without which a database is of no use to the agents: what signs, what they pin, who may operate.</summary>
internal static class KeyFiles
{
    /// <summary>The names of those that are always called so; those of rotated keys name the key.</summary>
    public static readonly IReadOnlyList<string> Names =
        [IntentKey.FileName, CertificateAuthority.CertificateFileName, CertificateAuthority.KeyFileName, AdminToken.FileName];

    /// <summary>Those that are there, by name.</summary>
    /// <exception cref="BackupException">One cannot be read, or the signing key is not there.</exception>
    public static IReadOnlyDictionary<string, string> Read(string directory)
    {
        try
        {
            var files = Names.Concat(KeyFile.In(directory)).Where(name => File.Exists(Path.Combine(directory, name)))
                .ToDictionary(name => name, name => File.ReadAllText(Path.Combine(directory, name)));
            return files.Keys.Any(name => name == IntentKey.FileName || KeyFile.IsName(name))
                ? files
                : throw new BackupException(
                    $"There are no keys in {directory}. Run this where the data directory is, with --data: private keys do not travel over the API.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The keys in {directory} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes them; only their owner can read the private ones.</summary>
    /// <exception cref="BackupException">There is one that no data directory has.</exception>
    public static void Write(string directory, IReadOnlyDictionary<string, string> files)
    {
        if (files.Keys.FirstOrDefault(name => !Names.Contains(name) && !KeyFile.IsName(name)) is not null)
            throw new BackupException("The backup holds keys this program does not know. Use the version that wrote it, or a newer one.");
        foreach (var (name, content) in files)
            PrivateFile.Write(Path.Combine(directory, name), content);
    }
}
