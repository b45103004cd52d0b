namespace Pdp.Protocol.Intents;

/// <summary>A certificate with its key, mounted as the files <c>tls.crt</c> and <c>tls.key</c>.</summary>
public sealed record CertificateSpec
{
    /// <summary>
    /// The certificate as PEM, with those of its authorities after it; with the key besides, as PEM or PKCS#12 without a password, where
    /// <see cref="Key"/> is null.
    /// </summary>
    public required SecretReference Certificate { get; init; }

    /// <summary>The private key as PEM; null when it is in the same secret.</summary>
    public SecretReference? Key { get; init; }

    /// <summary>The directory it is mounted at, by container name; in every container when only <c>*</c> is named.</summary>
    public required IReadOnlyDictionary<string, string> Mounts { get; init; }
}
