namespace Pdp.Kubernetes.Configuration;

/// <summary>How the server is known. With an authority named, nothing else is trusted, whatever becomes of its file.</summary>
public sealed record ServerTrust
{
    /// <summary>Certificates that may have signed the server's; the system's roots when null.</summary>
    public PemSource? Authority { get; init; }

    /// <summary>The name the server's certificate is checked for and that is sent as SNI; the address's host when null.</summary>
    public string? ServerName { get; init; }

    /// <summary>Accepts any certificate. Not together with <see cref="Authority"/>.</summary>
    public bool SkipVerification { get; init; }
}
