using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Security;

/// <summary>The authorities of agents' certificates: one issues, and those of all are believed, so that one can follow another.</summary>
/// <param name="first">The one that issues until told otherwise.</param>
internal sealed class Authorities(CertificateAuthority first)
{
    private volatile Believed _now = new(first, []);

    /// <summary>The one that issues.</summary>
    public CertificateAuthority Issuing => _now.Issuing;

    /// <summary>Has another one issue.</summary>
    /// <param name="issuing">The one that issues from now on.</param>
    /// <param name="others">Certificates of those that issued before, or will; without their keys.</param>
    public void Follow(CertificateAuthority issuing, IReadOnlyList<X509Certificate2> others) => _now = new Believed(issuing, others);

    /// <summary>
    /// Whether one of them issued this certificate, itself and for client authentication. Its time is not looked at: some are good for
    /// something after their end, and who asks knows until when.
    /// </summary>
    public bool HaveIssued(X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = leaf.NotAfter.AddSeconds(-1);
        policy.ApplicationPolicy.Add(new Oid(IdentityCertificate.ClientAuthentication));
        var now = _now;
        policy.CustomTrustStore.Add(now.Issuing.Certificate);
        foreach (var other in now.Others)
            policy.CustomTrustStore.Add(other);
        try
        {
            var isTrusted = chain.Build(leaf);
            // The leaf and the authority that signed it, and nobody between them.
            return isTrusted && chain.ChainElements.Count == 2;
        }
        finally
        {
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }

    private sealed record Believed(CertificateAuthority Issuing, IReadOnlyList<X509Certificate2> Others);
}
