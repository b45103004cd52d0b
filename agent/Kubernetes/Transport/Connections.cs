using System.Net;
using System.Net.Security;
using Pdp.Kubernetes.Credentials;

namespace Pdp.Kubernetes.Transport;

/// <summary>
/// Sends over the connections that belong to a credential. A client certificate is part of a connection, so another certificate gets
/// connections of its own; the old ones end when their last request does.
/// </summary>
internal sealed class Connections(HandlerFactory factory) : IDisposable
{
    // A watch outlives the certificate it was opened with by some minutes. That many rotations later nothing is left that is alive.
    private const int MaxFormer = 4;

    private readonly Lock _lock = new();
    private readonly Queue<HttpMessageInvoker> _former = new();
    private HttpMessageInvoker? _current;
    private SslStreamCertificateContext? _certificate;
    private bool _disposed;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, Credential credential, CancellationToken cancellationToken)
    {
        // ALPN picks HTTP/1.1 where a load balancer in between speaks no more than that.
        message.Version = HttpVersion.Version20;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return For(credential).SendAsync(message, cancellationToken);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Dispose();
            foreach (var former in _former) former.Dispose();
        }
    }

    private HttpMessageInvoker For(Credential credential)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is not null && ReferenceEquals(_certificate, credential.Certificate)) return _current;
            if (_current is not null) _former.Enqueue(_current);
            if (_former.Count > MaxFormer) _former.Dequeue().Dispose();
            _certificate = credential.Certificate;
            return _current = new HttpMessageInvoker(factory.Create(credential.Certificate), disposeHandler: true);
        }
    }
}
