namespace Pdp.ControlStub.Backup;

/// <summary>Private keys that are to go into a backup, and what seals them there.</summary>
/// <param name="Files">Their contents by name.</param>
/// <param name="Passphrase">What opens them again.</param>
internal sealed record KeysToSeal(IReadOnlyDictionary<string, string> Files, string Passphrase)
{
    /// <summary>Names of the files; never anything secret.</summary>
    public override string ToString() => $"KeysToSeal {string.Join(' ', Files.Keys)}";
}
