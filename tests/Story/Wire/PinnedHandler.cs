using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Story.Wire;

/// <summary>HTTPS that trusts one authority and no other.</summary>
internal static class PinnedHandler
{
    /// <summary>A handler with connections of its own.</summary>
    /// <param name="authority">Whom to trust; null for the system's authorities.</param>
    /// <param name="client">The certificate to show, where the server asks for one.</param>
    public static SocketsHttpHandler Create(X509Certificate2Collection? authority, X509Certificate2? client = null)
    {
        var tls = new SslClientAuthenticationOptions();
        if (authority is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authority);
        }

        if (client is not null)
        {
            tls.ClientCertificates = [client];
        }

        return new SocketsHttpHandler { SslOptions = tls, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
    }
}
