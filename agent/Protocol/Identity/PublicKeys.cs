using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Protocol.Identity;

/// <summary>The one kind of key an identity has.</summary>
internal static class PublicKeys
{
    /// <summary>Whether this is a point on P-256, named as such.</summary>
    public static bool IsP256(PublicKey key)
    {
        try
        {
            using var ecdsa = key.GetECDsaPublicKey();
            return ecdsa?.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true } curve
                && curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
