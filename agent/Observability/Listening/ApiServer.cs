using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pdp.Observability.Access;
using Pdp.Observability.OpenApi;

namespace Pdp.Observability.Listening;

/// <summary>
/// The listener of the API, with a routing table of its own: what is not mapped here cannot be reached here, and nothing of the process' other
/// listener can.
/// </summary>
internal sealed class ApiServer : IHostedService, IAsyncDisposable
{
    private const int MostHeaderBytes = 32 * 1024;
    private readonly WebApplication _app;

    public ApiServer(
        ApiServerOptions options, ServerCertificate certificate, IEnumerable<IApiRoutes> routes, Answering answering, OriginGate origins,
        AddressGate addresses, TokenGate tokens, LimitGate limits, ILoggerFactory logging, IRequestForwarder? forwarder = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options, certificate));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        _app = builder.Build();
        _app.Use(next => context => answering.InvokeAsync(context, next));
        _app.Use(next => context => origins.InvokeAsync(context, next));
        if (forwarder is not null)
        {
            _app.Use(next => async context =>
            {
                if (!await forwarder.TryForwardAsync(context)) await next(context);
            });
        }
        _app.UseRouting();
        _app.Use(next => context => addresses.InvokeAsync(context, next));
        _app.Use(next => context => tokens.InvokeAsync(context, next));
        _app.Use(next => context => limits.InvokeAsync(context, next));
        var api = _app.MapGroup("/api/v1");
        foreach (var group in routes) group.Map(api);
        _app.MapOpenApiDocument();
    }

    /// <summary>Where it listens, once it was started.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What is mapped.</summary>
    public IReadOnlyList<Endpoint> Endpoints => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints)];

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, ApiServerOptions options, ServerCertificate certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        kestrel.Limits.MaxRequestBodySize = ApiBody.MaxBytes + 1;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(options.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = TimeSpan.FromSeconds(30),
                OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate.Current(),
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                }),
            });
        });
    }
}
