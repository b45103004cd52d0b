using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Enrolment;

/// <summary>How agents get their certificates.</summary>
internal sealed record EnrolmentOptions
{
    /// <summary>The first part of every plane's URI, <c>spiffe://trust-domain/plane/id</c>. Certificates of another are refused. Default <c>pdp</c>.</summary>
    public string TrustDomain { get; init; } = PlaneUri.DefaultTrustDomain;

    /// <summary>Seconds a certificate is good for; agents renew at two thirds. 60..7,776,000 (90 days). Default a day.</summary>
    public int CertificateLifetimeSeconds { get; init; } = 86_400;

    /// <summary>Seconds a bootstrap token may be used. 600..2,592,000 (30 days). Default a day.</summary>
    public int BootstrapTokenLifetimeSeconds { get; init; } = 86_400;

    /// <summary>Seconds after its end in which a certificate may still be renewed. 0 (never)..31,536,000 (a year). Default 30 days.</summary>
    public int RenewExpiredSeconds { get; init; } = 2_592_000;

    /// <summary>How long a certificate is good for.</summary>
    public TimeSpan CertificateLifetime => TimeSpan.FromSeconds(CertificateLifetimeSeconds);

    /// <summary>How long a bootstrap token may be used.</summary>
    public TimeSpan BootstrapTokenLifetime => TimeSpan.FromSeconds(BootstrapTokenLifetimeSeconds);

    /// <summary>How long after its end a certificate may still be renewed.</summary>
    public TimeSpan RenewExpired => TimeSpan.FromSeconds(RenewExpiredSeconds);

    /// <summary>Everything out of range, by the name of its setting.</summary>
    public IEnumerable<(string Setting, string Rule)> Errors()
    {
        if (!PlaneUri.IsTrustDomain(TrustDomain))
            yield return ("trust-domain", "must be like a DNS name in lower case, such as control.example");
        if (CertificateLifetimeSeconds is < 60 or > 7_776_000)
            yield return ("certificate-lifetime", "must be 60..7776000 seconds");
        if (BootstrapTokenLifetimeSeconds is < 600 or > 2_592_000)
            yield return ("bootstrap-token-lifetime", "must be 600..2592000 seconds");
        if (RenewExpiredSeconds is < 0 or > 31_536_000)
            yield return ("renew-expired", "must be 0..31536000 seconds");
    }
}
