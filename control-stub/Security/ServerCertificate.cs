using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.ControlStub.Security;

/// <summary>
/// The certificate a listener shows now, with its chain. Renewed while the process runs, long before it ends. Made ready for handshakes
/// once and not for each: the chain is built, and the platform keeps its TLS context and session tickets, for as long as it is shown.
/// </summary>
internal sealed class ServerCertificate : IDisposable
{
    private static readonly TimeSpan _renewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan _leastPause = TimeSpan.FromMinutes(10);

    private readonly Func<SslStreamCertificateContext> _source;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _current;
    private DateTimeOffset _lookAgain;

    private ServerCertificate(Func<SslStreamCertificateContext> source, TimeProvider time)
    {
        _source = source;
        _time = time;
        _current = source();
        _lookAgain = Renewal();
    }

    /// <summary>Issued by an authority for some names.</summary>
    public static ServerCertificate Issued(CertificateAuthority authority, IReadOnlyCollection<string> names, TimeProvider time) =>
        new(() => Ready(authority.IssueServer(names), []), time);

    /// <summary>Issued by the authority that issues at the time, for some names.</summary>
    public static ServerCertificate Issued(Func<CertificateAuthority> authority, IReadOnlyList<string> names, TimeProvider time) =>
        new(() => Ready(authority().IssueServer(names), []), time);

    /// <summary>Read from PEM files; read again when what was read is near its end, so that a renewed file needs no restart.</summary>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    public static ServerCertificate FromFiles(string certificatePath, string keyPath, TimeProvider time) =>
        new(() => Read(certificatePath, keyPath), time);

    /// <summary>The certificate to show in a handshake that begins now.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            if (_time.GetUtcNow() < _lookAgain)
                return _current;
            try
            {
                // The old one is left to the collector: a handshake may still use it.
                _current = _source();
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // A certificate near its end still serves better than none.
            }

            _lookAgain = Renewal();
            return _current;
        }
    }

    /// <summary>Issues or reads another one now, for handshakes that begin from now on.</summary>
    public void Renew()
    {
        lock (_lock)
            _lookAgain = DateTimeOffset.MinValue;
        Current();
    }

    public void Dispose() => _current.TargetCertificate.Dispose();

    private static SslStreamCertificateContext Read(string certificatePath, string keyPath)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificatePath);
        return Ready(X509Certificate2.CreateFromPemFile(certificatePath, keyPath), chain);
    }

    // Offline: what is shown must not wait for a server that an authority names.
    private static SslStreamCertificateContext Ready(X509Certificate2 certificate, X509Certificate2Collection chain) =>
        SslStreamCertificateContext.Create(certificate, chain, offline: true);

    private DateTimeOffset Renewal()
    {
        var wanted = new DateTimeOffset(_current.TargetCertificate.NotAfter) - _renewBefore;
        var soonest = _time.GetUtcNow() + _leastPause;
        return wanted > soonest ? wanted : soonest;
    }
}
