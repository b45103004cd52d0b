using System.Security.Authentication;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Pdp.Daemon.Outbound;
using Pdp.Daemon.Secrets.KeyVault.Changes;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>An Azure Key Vault.</summary>
/// <param name="Vault">Its address, <c>https</c>.</param>
/// <param name="Auth">Who the agent is there.</param>
/// <param name="Authority">Where tokens are had; another one in each cloud.</param>
/// <param name="CaFile">Authorities that may have signed the certificates on the way; null for the system's.</param>
/// <param name="Changes">Where its events go; null when nobody sends them anywhere.</param>
internal sealed record KeyVaultStoreOptions(
    Uri Vault, KeyVaultAuth Auth, Uri Authority, string? CaFile, ChangeQueueOptions? Changes = null) : StoreOptions
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override ISecretStore Open(StoreParts parts)
    {
        var client = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        var transport = new HttpClientTransport(client);
        return new KeyVaultStore(ClientOf(Auth.Credential(Authority, transport), transport), parts.Time, client);
    }

    /// <inheritdoc/>
    public override IChangeListener? Listen(string store, SecretContext context)
    {
        if (Changes is null) return null;
        var client = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        var transport = new HttpClientTransport(client);
        var queue = new ServiceBusQueue(Changes.ServiceBus, Changes.Entity, Auth.Credential(Authority, transport), transport, client);
        return new QueueListener(queue, Vault.Host.Split('.')[0], new ListenerLog(store, context.Log, context.Metrics), context.Time, context.Chance);
    }

    /// <summary>A client that asks once: when to ask again is the business of whoever follows the store.</summary>
    internal SecretClient ClientOf(TokenCredential credential, HttpPipelineTransport transport)
    {
        var options = new SecretClientOptions { Transport = transport, Retry = { MaxRetries = 0 } };
        Quiet(options.Diagnostics);
        return new SecretClient(Vault, credential, options);
    }

    /// <summary>Nothing of requests and answers is logged, traced or told to anybody.</summary>
    internal static void Quiet(DiagnosticsOptions diagnostics)
    {
        diagnostics.IsLoggingEnabled = false;
        diagnostics.IsLoggingContentEnabled = false;
        diagnostics.IsDistributedTracingEnabled = false;
        diagnostics.IsTelemetryEnabled = false;
    }

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = _lifetime,
            MaxResponseHeadersLength = 64,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (CaFile is not null) handler.SslOptions.RemoteCertificateValidationCallback = new ServerTrust(CaFile).Check;
        return handler;
    }
}
