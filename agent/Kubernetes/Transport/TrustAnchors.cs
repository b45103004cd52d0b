using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Transport;

/// <summary>
/// The authorities that may have signed the server's certificate. A file is looked at again once a minute, so that a rotated authority is
/// taken up; when it cannot be read then, the last good ones stay. They are never replaced by the system's roots.
/// </summary>
internal sealed class TrustAnchors
{
    private static readonly TimeSpan _period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly PemSource _source;
    private readonly TimeProvider _time;
    private string _text;
    private X509Certificate2Collection _certificates;
    private long _readAt;

    /// <exception cref="ClusterConfigException">They cannot be read now.</exception>
    public TrustAnchors(PemSource source, TimeProvider time)
    {
        (_source, _time) = (source, time);
        try
        {
            _text = source.Read();
            _certificates = Parse(_text);
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            throw new ClusterConfigException(
                "certificate-authority",
                $"{source} cannot be read as PEM certificates: {unreadable.Message} Nothing else is trusted in its place.");
        }
        _readAt = time.GetTimestamp();
    }

    public X509Certificate2Collection Current()
    {
        lock (_lock)
        {
            if (_source.Path is null || _time.GetElapsedTime(_readAt) < _period) return _certificates;
            _readAt = _time.GetTimestamp();
            try
            {
                var text = _source.Read();
                if (text != _text) (_certificates, _text) = (Parse(text), text);
            }
            catch (Exception unreadable) when (IsUnreadable(unreadable))
            {
                // Half a rotation. What was trusted stays trusted, nothing more.
            }
            return _certificates;
        }
    }

    private static X509Certificate2Collection Parse(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in it.");
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or CryptographicException;
}
