using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Security;

/// <summary>The key that signs intents, made at the first start.</summary>
internal static class IntentKey
{
    /// <summary>The use under which its public half is kept.</summary>
    public const string Use = "intents";

    /// <summary>The use of public keys that signed intents before those of this control plane: they verify, and sign nothing any more.</summary>
    public const string FormerUse = "formerIntents";

    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "intent-signing-key.pem";

    /// <summary>Reads the key, or makes it where there never was one.</summary>
    /// <exception cref="StoreException">
    /// The file is gone although intents were signed with it, or cannot be read. A new key is never made in its place by itself:
    /// every agent pins the old one and would refuse whatever the new one signs.
    /// </exception>
    public static async Task<SigningKey> OpenAsync(string directory, IKeyStore keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        var known = await keys.ListAsync(Use, cancellationToken);
        if (!File.Exists(path))
        {
            if (known.Count > 0)
                throw new StoreException(
                    $"{FileName} is missing from the data directory. Restore it: agents trust only intents signed with it. "
                    + "If it is lost, restore a backup with --new-keys.");
            using var fresh = SigningKey.Generate();
            PrivateFile.Write(path, fresh.ToPem());
        }

        var key = Read(path);
        await keys.AddAsync(new KeyRecord(Use, key.PublicKey, time.GetUtcNow()), [], cancellationToken);
        return key;
    }

    private static SigningKey Read(string path)
    {
        try
        {
            return SigningKey.FromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{FileName} in the data directory cannot be used: restore it, or check its rights.", e);
        }
    }
}
