namespace Pdp.Daemon.Secrets.Vault;

/// <summary>Paths of secrets and mounts. Only plain ones: whatever an intent calls a secret stays below the mount.</summary>
internal static class VaultPath
{
    private const int MostParts = 8;

    /// <summary>Whether a text is a path.</summary>
    public static bool IsGood(string path) => path.Split('/') is { Length: <= MostParts } parts && Array.TrueForAll(parts, IsPlain);

    private static bool IsPlain(string part) =>
        part.Length is > 0 and <= 128 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
