using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Security;

/// <summary>The authorities of agents' certificates: one issues, and those of all are believed, so that one can follow another.</summary>
/// <param name="issuing">The one that issues.</param>
/// <param name="others">Certificates of those that issued before, or will; without their keys.</param>
internal sealed class Authorities(CertificateAuthority issuing, params IReadOnlyList<X509Certificate2> others)
{
    /// <summary>The one that issues.</summary>
    public CertificateAuthority Issuing => issuing;

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
        policy.CustomTrustStore.Add(issuing.Certificate);
        foreach (var other in others)
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
}
