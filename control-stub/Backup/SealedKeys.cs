using System.Security.Cryptography;
using System.Text.Json;

namespace Pdp.ControlStub.Backup;

/// <summary>
/// Private keys under a passphrase: AES-256-GCM, its key by PBKDF2 (HMAC-SHA-256). The rest of the backup is authenticated with them.
/// </summary>
/// <param name="Type">Always <c>keys</c>.</param>
/// <param name="Iterations">Rounds of PBKDF2.</param>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Nonce">12 random bytes.</param>
/// <param name="Sealed">The ciphertext, and the tag of 16 bytes after it.</param>
internal sealed record SealedKeys(string Type, int Iterations, byte[] Salt, byte[] Nonce, byte[] Sealed)
{
    public const string TypeName = "keys";

    // OWASP's figure for this function; a third of a second, paid once.
    private const int WrittenIterations = 600_000;

    // What a file may ask for: it must neither be weak nor keep a processor for minutes.
    private const int LeastIterations = 100_000;
    private const int MostIterations = 10_000_000;
    private const int KeyBytes = 32;
    private const int SaltBytes = 16;

    /// <summary>Seals files.</summary>
    /// <param name="files">Their contents by name.</param>
    /// <param name="passphrase">What opens them again.</param>
    /// <param name="boundTo">What must be the same when they are opened.</param>
    public static SealedKeys Seal(IReadOnlyDictionary<string, string> files, string passphrase, ReadOnlySpan<byte> boundTo)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var plain = JsonSerializer.SerializeToUtf8Bytes(files, BackupJson.Default.KeyFiles);
        var result = new byte[plain.Length + AesGcm.TagByteSizes.MaxSize];
        using var aes = Cipher(passphrase, salt, WrittenIterations);
        aes.Encrypt(nonce, plain, result.AsSpan(0, plain.Length), result.AsSpan(plain.Length), boundTo);
        CryptographicOperations.ZeroMemory(plain);
        return new SealedKeys(TypeName, WrittenIterations, salt, nonce, result);
    }

    /// <summary>Opens them.</summary>
    /// <exception cref="BackupException">The passphrase is another, or the backup was changed.</exception>
    public IReadOnlyDictionary<string, string> Open(string passphrase, ReadOnlySpan<byte> boundTo)
    {
        var length = Sealed.Length - AesGcm.TagByteSizes.MaxSize;
        if (Iterations is < LeastIterations or > MostIterations || length < 0 || Nonce.Length != AesGcm.NonceByteSizes.MaxSize)
            throw new BackupException("The backup is damaged: its keys cannot be read. Use another one.");
        var plain = new byte[length];
        try
        {
            using var aes = Cipher(passphrase, Salt, Iterations);
            aes.Decrypt(Nonce, Sealed.AsSpan(0, length), Sealed.AsSpan(length), plain, boundTo);
            return JsonSerializer.Deserialize(plain, BackupJson.Default.KeyFiles)!;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            throw new BackupException("The passphrase does not open the keys of this backup, or the backup was changed.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static AesGcm Cipher(string passphrase, byte[] salt, int iterations) => new(
        Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA256, KeyBytes), AesGcm.TagByteSizes.MaxSize);
}
