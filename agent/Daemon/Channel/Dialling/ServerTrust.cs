using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>
/// Judges the server's certificate by what is pinned and by nothing else: the system's authorities are not asked. Name, dates and
/// purpose hold for every kind of pin.
/// </summary>
internal sealed class ServerTrust : IDisposable
{
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection _authorities = [];
    private readonly HashSet<PublicKeyPin> _pins = [];

    /// <summary>Trust as pinned.</summary>
    /// <exception cref="ArgumentException">Nothing is pinned, or a pin cannot be read.</exception>
    public ServerTrust(string? caCertificate, IEnumerable<string> publicKeyPins)
    {
        if (caCertificate is not null)
        {
            _authorities = CaCertificates.TryRead(caCertificate, out var read)
                ? read
                : throw new ArgumentException("cannot be read", nameof(caCertificate));
        }
        foreach (var text in publicKeyPins)
        {
            if (!PublicKeyPin.TryParse(text, out var pin)) throw new ArgumentException("a pin cannot be read", nameof(publicKeyPins));
            _pins.Add(pin);
        }
        if (_authorities.Count == 0 && _pins.Count == 0) throw new ArgumentException("nothing is pinned", nameof(caCertificate));
    }

    /// <summary>Why the certificate is not trusted; null when it is.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="presented">The chain as the platform built it, for the certificates the server sent along.</param>
    /// <param name="errors">The platform's findings, of which only those about the name are used.</param>
    public string? Refusal(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the server showed no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return "the server's certificate is for another name than the one dialled";
        return _authorities.Count == 0 && _pins.Contains(PublicKeyPin.Of(leaf)) ? DatesRefusal(leaf) : ChainRefusal(leaf, presented);
    }

    public void Dispose()
    {
        foreach (var authority in _authorities) authority.Dispose();
    }

    // A pinned key needs no issuer; the certificate around it still says for how long.
    private static string? DatesRefusal(X509Certificate2 leaf)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return now < leaf.NotBefore.ToUniversalTime() || now > leaf.NotAfter.ToUniversalTime()
            ? "the server's certificate is not valid today"
            : null;
    }

    private string? ChainRefusal(X509Certificate2 leaf, X509Chain? presented)
    {
        var sent = new X509Certificate2Collection();
        if (presented is not null)
        {
            sent.AddRange(presented.ChainPolicy.ExtraStore);
            foreach (var element in presented.ChainElements) sent.Add(element.Certificate);
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities.Count > 0 ? _authorities : PinnedAmong(sent));
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(_serverAuthentication);
        // A pinned key may be that of an authority in the middle, above which the server sends nothing; that the chain holds a
        // pinned key is then checked below.
        if (_authorities.Count == 0) chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        if (!chain.Build(leaf)) return $"the server's certificate is not issued by what is pinned ({Statuses(chain)})";
        return _pins.Count == 0 || chain.ChainElements.Any(element => _pins.Contains(PublicKeyPin.Of(element.Certificate)))
            ? null
            : "no certificate of the server's chain has a pinned public key";
    }

    private X509Certificate2Collection PinnedAmong(X509Certificate2Collection sent) =>
        [.. sent.Where(certificate => _pins.Contains(PublicKeyPin.Of(certificate)))];

    private static string Statuses(X509Chain chain) =>
        string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
}
