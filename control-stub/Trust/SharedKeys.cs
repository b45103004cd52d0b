using System.Text.Json;
using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Trust;

/// <summary>
/// The private key files in the store, sealed with a passphrase, so that every process over the store has the same: the first to start
/// makes them, the others find them. Without a passphrase each data directory must be given the same files by hand.
/// </summary>
/// <param name="keys">The store.</param>
/// <param name="passphrase">What seals them; null when they are not shared.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedKeys(IKeyStore keys, string? passphrase, TimeProvider time)
{
    // Nothing else of the store is bound to them: it changes all the time.
    private static readonly byte[] _boundTo = "pdp-control shared keys"u8.ToArray();

    /// <summary>Whether there is a passphrase.</summary>
    public bool AreShared => passphrase is not null;

    /// <summary>Puts the files that are in the store into the data directory; keys that were retired go from there.</summary>
    /// <exception cref="StoreException">The passphrase does not open them.</exception>
    public async Task FetchAsync(string directory, CancellationToken cancellationToken)
    {
        if (passphrase is null || await OpenAsync(cancellationToken) is not { } files)
            return;
        KeyFiles.Write(directory, files);
        foreach (var retired in KeyFile.In(directory).Append(IntentKey.FileName).Where(name => !files.ContainsKey(name)).ToList())
            File.Delete(Path.Combine(directory, retired));
    }

    /// <summary>Keeps the files of the data directory in the store, unless it has the same.</summary>
    public async Task KeepAsync(string directory, CancellationToken cancellationToken)
    {
        if (passphrase is null)
            return;
        var files = KeyFiles.Read(directory);
        if (await OpenAsync(cancellationToken) is { } kept && kept.Count == files.Count && kept.All(k => files.GetValueOrDefault(k.Key) == k.Value))
            return;
        var sealedKeys = SealedKeys.Seal(files, passphrase, _boundTo);
        await keys.KeepSealedAsync(JsonSerializer.Serialize(sealedKeys, BackupJson.Default.SealedKeys), time.GetUtcNow(), cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, string>?> OpenAsync(CancellationToken cancellationToken)
    {
        if (await keys.FindSealedAsync(cancellationToken) is not { } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize(text, BackupJson.Default.SealedKeys)!.Open(passphrase!, _boundTo);
        }
        catch (BackupException e)
        {
            throw new StoreException("The keys in the store were sealed with another passphrase: give that one with --keys-passphrase-file.", e);
        }
    }
}
