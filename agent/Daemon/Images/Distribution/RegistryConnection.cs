using System.Net;
using System.Security.Authentication;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Outbound;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Connections to one registry. Nothing is followed, stored or decompressed by itself.</summary>
internal sealed class RegistryConnection : IDisposable
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _client;

    public RegistryConnection(RegistryDefinition definition)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = definition.Timeout,
            PooledConnectionLifetime = _lifetime,
            MaxResponseHeadersLength = 64,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = definition.Proxy is not null,
            Proxy = definition.Proxy is { } proxy ? new WebProxy(proxy) : null,
        };
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (definition.CaFile is { } caFile) handler.SslOptions.RemoteCertificateValidationCallback = new ServerTrust(caFile).Check;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("pdp-agent");
    }

    /// <summary>Sends a request; the body of the answer is not read yet.</summary>
    /// <exception cref="RegistryException">The registry was not reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new RegistryException(RegistryFault.Unavailable, Explain(failure, request.RequestUri!));
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Explain(HttpRequestException failure, Uri uri) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"cannot be reached: the name {uri.Host} is not known here",
        HttpRequestError.ConnectionError => $"cannot be reached: {uri.Authority} takes no connection",
        HttpRequestError.SecureConnectionError => $"cannot be trusted: check the certificate of {uri.Authority} and the registry's caFile",
        HttpRequestError.ProxyTunnelError => "cannot be reached: the proxy does not let the agent through",
        _ => $"cannot be reached: the connection to {uri.Authority} broke",
    };
}
