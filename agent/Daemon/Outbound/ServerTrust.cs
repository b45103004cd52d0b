using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Outbound;

/// <summary>
/// Judges a server's certificate by the customer's authorities alone. Their file is read for each new connection, so that a rotated one is
/// taken up.
/// </summary>
internal sealed class ServerTrust(string caFile)
{
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>What is wrong with a file of authorities; null when it is good.</summary>
    public static string? Problem(string caFile)
    {
        if (Read(caFile) is not { } authorities) return "must be a readable file of PEM certificates";
        foreach (var authority in authorities) authority.Dispose();
        return null;
    }

    /// <summary>Whether a server is to be trusted.</summary>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        var isNamed = !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)
            && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        if (!isNamed || certificate is not X509Certificate2 leaf || Read(caFile) is not { } authorities) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        // Private authorities publish no revocation lists, and no certificate shall make this process call an address it names.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(_serverAuthentication);
        var isTrusted = chain.Build(leaf);
        foreach (var authority in authorities) authority.Dispose();
        return isTrusted;
    }

    private static X509Certificate2Collection? Read(string caFile)
    {
        try
        {
            return CaCertificates.TryRead(File.ReadAllText(caFile), out var authorities) ? authorities : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
