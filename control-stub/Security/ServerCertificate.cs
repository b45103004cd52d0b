using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.ControlStub.Security;

/// <summary>The certificate a listener shows now. Renewed while the process runs, long before it ends.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private static readonly TimeSpan _renewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan _leastPause = TimeSpan.FromMinutes(10);

    private readonly Func<X509Certificate2> _source;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private X509Certificate2 _current;
    private DateTimeOffset _lookAgain;

    private ServerCertificate(Func<X509Certificate2> source, TimeProvider time)
    {
        _source = source;
        _time = time;
        _current = source();
        _lookAgain = Renewal();
    }

    /// <summary>Issued by an authority for some names.</summary>
    public static ServerCertificate Issued(CertificateAuthority authority, IReadOnlyCollection<string> names, TimeProvider time) =>
        new(() => authority.IssueServer(names), time);

    /// <summary>Read from PEM files; read again when what was read is near its end, so that a renewed file needs no restart.</summary>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    public static ServerCertificate FromFiles(string certificatePath, string keyPath, TimeProvider time) =>
        new(() => X509Certificate2.CreateFromPemFile(certificatePath, keyPath), time);

    /// <summary>The certificate to show in a handshake that begins now.</summary>
    public X509Certificate2 Current()
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

    public void Dispose() => _current.Dispose();

    private DateTimeOffset Renewal()
    {
        var wanted = new DateTimeOffset(_current.NotAfter) - _renewBefore;
        var soonest = _time.GetUtcNow() + _leastPause;
        return wanted > soonest ? wanted : soonest;
    }
}
