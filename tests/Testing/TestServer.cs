using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pdp.Testing;

/// <summary>A real Kestrel on a free loopback port that answers with one delegate. Speaks TLS when given a certificate.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(WebApplication application)
    {
        _application = application;
        Address = new Uri(application.Urls.First());
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c>, or <c>https://</c> with a certificate.</summary>
    public Uri Address { get; }

    public int Port => Address.Port;

    /// <summary>Starts it; it accepts connections when the task completes.</summary>
    public static async Task<TestServer> StartAsync(
        RequestDelegate handler, TestServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TestServerOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = options.Protocols;
                if (options.Certificate is { } certificate) listen.UseHttps(certificate, https => Configure(https, options));
            });
        });
        options.Services?.Invoke(builder.Services);
        var application = builder.Build();
        options.Pipeline?.Invoke(application);
        application.Run(handler);
        await application.StartAsync(cancellationToken);
        return new TestServer(application);
    }

    /// <summary>Stops listening and cuts every connection, as a killed server does.</summary>
    public async Task StopAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _application.DisposeAsync();
    }

    private static void Configure(HttpsConnectionAdapterOptions https, TestServerOptions options)
    {
        https.ClientCertificateMode = options.ClientCertificates;
        // The handler judges the certificate; the system's trust store knows no test authority.
        https.ClientCertificateValidation = options.ValidateClient ?? (static (_, _, _) => true);
    }
}

/// <summary>How a <see cref="TestServer"/> listens.</summary>
public sealed record TestServerOptions
{
    /// <summary>0, the default, takes a free port; a fixed one is for a server that comes back where it was.</summary>
    public int Port { get; init; }

    /// <summary>With its key; none means plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>HTTP/1.1 and HTTP/2 unless said otherwise. Without TLS only one of the two can be had: HTTP/1.1 by default.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    /// <summary>Whether TLS asks for a client certificate.</summary>
    public ClientCertificateMode ClientCertificates { get; init; } = ClientCertificateMode.NoCertificate;

    /// <summary>Judges a client certificate; all are let through when there is no judge.</summary>
    public Func<X509Certificate2, X509Chain?, System.Net.Security.SslPolicyErrors, bool>? ValidateClient { get; init; }

    /// <summary>Adds services.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Adds middleware before the handler, such as <c>UseWebSockets</c>.</summary>
    public Action<IApplicationBuilder>? Pipeline { get; init; }
}
