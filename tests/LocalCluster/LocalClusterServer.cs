using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Audit;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.CustomResources;
using Pdp.LocalCluster.Hosting;
using Pdp.LocalCluster.Http;
using Pdp.LocalCluster.Measuring;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Node.Containers;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Security;

namespace Pdp.LocalCluster;

/// <summary>A running embedded cluster: API server, controllers and one node in this process. Several may run at once.</summary>
public sealed class LocalClusterServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ClusterCredentials _credentials;

    private LocalClusterServer(WebApplication host, ClusterCredentials credentials)
    {
        _host = host;
        _credentials = credentials;
        Url = host.Urls.First();
    }

    /// <summary>Where the API server listens: <c>https://127.0.0.1:port</c>.</summary>
    public string Url { get; }

    /// <summary>The certificate of the authority that signed the server's, as PEM.</summary>
    public string CertificateAuthority => _credentials.CertificatePem;

    /// <summary>The administrator's bearer token.</summary>
    public string Token => _credentials.AdminToken;

    /// <summary>A kubeconfig for the administrator.</summary>
    public string KubeconfigText => Kubeconfig.Text(Url, CertificateAuthority, Token);

    /// <summary>The API without the wire.</summary>
    internal IClusterApi Api => _host.Services.GetRequiredService<IClusterApi>();

    internal IServiceProvider Services => _host.Services;

    /// <summary>Starts a cluster. It serves when this returns.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LocalClusterServer> StartAsync(LocalClusterOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Errors() is { Count: > 0 } wrong)
            throw new ArgumentException(string.Join("; ", wrong), nameof(options));
        var credentials = ClusterCredentials.Create(options.Time.GetUtcNow());
        var host = Build(options, credentials);
        try
        {
            Bootstrap.Run(host.Services.GetRequiredService<IClusterApi>(), options);
            await host.StartAsync(ct);
            return new LocalClusterServer(host, credentials);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A container that runs now, to play its part; null where it does not. Its next run is another.</summary>
    public PlayedContainer? Container(string @namespace, string pod, string container) =>
        Services.GetRequiredService<NodeAgent>().Container(new ObjectKey(@namespace, pod), container);

    /// <summary>Ends when the process is told to stop, or <paramref name="ct"/> says so.</summary>
    public Task WaitForShutdownAsync(CancellationToken ct) => _host.WaitForShutdownAsync(ct);

    /// <summary>Stops the node's pods, the controllers and the API server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    private static WebApplication Build(LocalClusterOptions options, ClusterCredentials credentials)
    {
        // Nothing of the surroundings (settings files, environment) has a say in what a cluster does.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options, credentials));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(options.LogLevel);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(options).AddSingleton(options.Time).AddSingleton(_ => credentials)
            .AddSingleton<IClusterAuthority>(credentials);
        builder.Services.AddRegistry(options).AddApiServer();
        if (options.AuditLogFile is { } audit)
            builder.Services.AddSingleton(_ => new AuditLog(audit, options.Time));
        builder.Services.AddHostedService<DefinitionController>();
        builder.Services.AddHostedService<EventExpiry>();
        builder.Services.AddControllers(options);
        builder.Services.AddNode(options);
        builder.Services.AddMeasuring(options);
        var host = builder.Build();
        host.Services.GetRequiredService<ResourceRegistry>().ServeMeasured(options);
        host.Run(host.Services.GetRequiredService<ApiServer>().HandleAsync);
        return host;
    }

    private static void Listen(KestrelServerOptions kestrel, LocalClusterOptions options, ClusterCredentials credentials)
    {
        kestrel.AddServerHeader = false;
        // The reader of bodies has its own limit, which answers with a Status.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 250;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 768 * 1024;
        kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(credentials.Server);
        });
    }
}
