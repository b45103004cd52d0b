using System.Security.Cryptography;
using System.Text;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// The version of a secret that has none of its own: a hash of its name and content under the plane's key. Alike for alike content, and
/// worth nothing to anybody who would try values.
/// </summary>
internal static class ContentVersion
{
    private const int Bytes = 10;

    /// <summary>The version.</summary>
    public static string Of(SecretName name, ReadOnlySpan<byte> content, ReadOnlySpan<byte> key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(name.Name));
        hash.AppendData([0]);
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    /// <summary>The plane's key.</summary>
    /// <exception cref="SecretStoreUnavailableException">It cannot be had now.</exception>
    public static async Task<ReadOnlyMemory<byte>> KeyAsync(ISecretVersionKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await key.GetAsync(cancellationToken);
        }
        catch (ClusterException failure)
        {
            throw new SecretStoreUnavailableException("the plane's key for versions cannot be read from the cluster now", inner: failure);
        }
    }
}
