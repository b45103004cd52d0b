using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Hosting;

/// <summary>
/// One listener with a routing table of its own. Agents and operators each have one, and nothing is mapped on both: what is not in a
/// listener's table cannot be reached there, whatever is sent.
/// </summary>
internal static class Listener
{
    private const int MostHeaderBytes = 16 * 1024;

    /// <summary>Builds a listener; nothing listens before it is started.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="certificate">What it shows; needed with HTTPS.</param>
    /// <param name="asksForCertificate">Whether a client may show a certificate; that it has the key is proved by TLS, whether to believe it is not decided here.</param>
    /// <param name="protocols">The HTTP versions it speaks.</param>
    /// <param name="connections">Most connections; that many may wait to be accepted, too.</param>
    /// <param name="admit">What a connection passes before TLS; null for nothing.</param>
    /// <param name="logging">Where it logs.</param>
    /// <param name="map">Its routes.</param>
    public static WebApplication Build(
        ListenAddress address,
        ServerCertificate? certificate,
        bool asksForCertificate,
        HttpProtocols protocols,
        int connections,
        Action<ListenOptions>? admit,
        ILoggerFactory logging,
        Action<WebApplication> map)
    {
        // The empty builder: no configuration files, no ASPNETCORE_URLS, nothing that could open another door.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = connections;
            kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            address.Apply(kestrel, listen =>
            {
                listen.Protocols = protocols;
                admit?.Invoke(listen);
                if (address.Https)
                    listen.UseHttps(Tls(certificate!, asksForCertificate));
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        var app = builder.Build();
        app.UseMiddleware<ProblemMiddleware>();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-store";
            await next(context);
        });
        map(app);
        return app;
    }

    private static TlsHandshakeCallbackOptions Tls(ServerCertificate certificate, bool asksForCertificate) => new()
    {
        // Long enough for a machine on which many shake hands at once.
        HandshakeTimeout = TimeSpan.FromSeconds(30),
        OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current(),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = asksForCertificate,
#pragma warning disable CA5359 // TLS proves that the client has the key. Whether to believe the certificate is decided where it can be said what to do.
            RemoteCertificateValidationCallback = asksForCertificate ? static (_, _, _, _) => true : null,
#pragma warning restore CA5359
            CertificateChainPolicy = asksForCertificate ? Offline() : null,
        }),
    };

    // Nobody's certificate may name an address that this process then asks.
    private static X509ChainPolicy Offline() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>Where a started listener is reached.</summary>
    public static Uri Address(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
    }
}
