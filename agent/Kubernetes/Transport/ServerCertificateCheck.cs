using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Kubernetes.Transport;

/// <summary>Judges the server's certificate by the configured authorities alone; the system's store has no say, for or against.</summary>
internal sealed class ServerCertificateCheck(TrustAnchors anchors)
{
    /// <exception cref="AuthenticationException">It is not to be trusted; the message says why.</exception>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new AuthenticationException("The server showed no certificate.");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException("The server's certificate is for another name than it was called by; see tls-server-name.");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors.Current());
        // Cluster authorities publish no revocation lists, and no certificate shall make this process call an address it names.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        if (chain.Build(server)) return true;
        var reasons = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
        throw new AuthenticationException($"The server's certificate is not trusted by the configured authority: {reasons}.");
    }
}
