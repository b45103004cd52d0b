namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>Names of secrets in Key Vault.</summary>
internal static class KeyVaultNames
{
    /// <summary>What a name must be.</summary>
    public const string Rule = "its name must be 1..127 letters, digits and '-'";

    /// <summary>Whether a text is a name.</summary>
    public static bool IsGood(string text) => text.Length is > 0 and <= 127 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
