namespace Pdp.Kubernetes.Configuration;

/// <summary>How we make ourselves known: by certificate, by token, by both, or not at all.</summary>
public sealed record ClientIdentity
{
    /// <summary>A client certificate; none when null.</summary>
    public ClientCertificate? Certificate { get; init; }

    /// <summary>Where the bearer token comes from; none when null.</summary>
    public TokenSource? Token { get; init; }
}

/// <summary>A client certificate and its key.</summary>
/// <param name="Certificate">The certificate, then the ones between it and the authority.</param>
/// <param name="Key">The private key, not encrypted.</param>
public sealed record ClientCertificate(PemSource Certificate, PemSource Key);
