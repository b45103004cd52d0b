using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Protocol.Bootstrap;

/// <summary>Reads the pinned authorities.</summary>
public static class CaCertificates
{
    /// <summary>Most certificates in one PEM text.</summary>
    public const int Most = 16;

    /// <summary>The certificates of a PEM text; false when it has none, more than <see cref="Most"/>, or one that cannot be read.</summary>
    /// <param name="pem">PEM, blocks other than certificates ignored.</param>
    /// <param name="certificates">The certificates, to be disposed of by the caller.</param>
    public static bool TryRead(string pem, [NotNullWhen(true)] out X509Certificate2Collection? certificates)
    {
        certificates = [];
        try
        {
            certificates.ImportFromPem(pem);
            if (certificates.Count is > 0 and <= Most) return true;
        }
        catch (CryptographicException)
        {
            // Told below, without quoting what could not be read.
        }
        foreach (var certificate in certificates) certificate.Dispose();
        certificates = null;
        return false;
    }
}
