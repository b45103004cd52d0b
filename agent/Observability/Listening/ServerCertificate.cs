using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Pdp.Observability.Listening;

/// <summary>
/// The certificate the listener shows, from the customer's files. They are looked at every few seconds of use and read when they changed; what
/// cannot be read then is told once, and the one before is shown on.
/// </summary>
public sealed partial class ServerCertificate
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger<ServerCertificate> _logger;
    private readonly Lock _lock = new();
    private byte[] _digest;
    private SslStreamCertificateContext _current;
    private X509Certificate2? _before;
    private long _looked;

    /// <param name="files">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where trouble is told.</param>
    /// <exception cref="CryptographicException">The files do not hold a certificate and its key.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public ServerCertificate(CertificateFiles files, TimeProvider time, ILogger<ServerCertificate> logger)
    {
        (_files, _time, _logger) = (files, time, logger);
        (_current, _digest) = files.Read();
        _looked = time.GetTimestamp();
    }

    /// <summary>Since when the files hold something that cannot be shown; null while all is well.</summary>
    public DateTimeOffset? UnreadableSince { get; private set; }

    /// <summary>The certificate to show in a handshake that begins now, with its chain.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_looked) < Look) return _current;
            _looked = _time.GetTimestamp();
            try
            {
                TakeIfChanged();
                UnreadableSince = null;
            }
            catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
            {
                if (UnreadableSince is null) LogUnreadable(unreadable.Message);
                UnreadableSince ??= _time.GetUtcNow();
            }
            return _current;
        }
    }

    /// <summary>Whether a certificate is the one shown now, or the one before: replicas do not change over in the same moment.</summary>
    public bool IsShown(X509Certificate certificate)
    {
        var raw = certificate.GetRawCertData();
        return Current().TargetCertificate.RawDataMemory.Span.SequenceEqual(raw) || _before?.RawDataMemory.Span.SequenceEqual(raw) == true;
    }

    private void TakeIfChanged()
    {
        if (CryptographicOperations.FixedTimeEquals(_files.Digest(), _digest)) return;
        var before = _current.TargetCertificate;
        // The one before is left to the collector: a handshake may still use it.
        (_current, _digest) = _files.Read();
        _before = before;
        LogTaken(_current.TargetCertificate.NotAfter);
    }

    [LoggerMessage(EventId = 1852, EventName = "ApiCertificateTaken", Level = LogLevel.Information,
        Message = "The observability API shows a new certificate, good until {NotAfter:u}")]
    private partial void LogTaken(DateTime notAfter);

    [LoggerMessage(EventId = 1853, EventName = "ApiCertificateUnreadable", Level = LogLevel.Error,
        Message = "The certificate of the observability API changed and cannot be used, the one before is shown on: {Why}")]
    private partial void LogUnreadable(string why);
}
