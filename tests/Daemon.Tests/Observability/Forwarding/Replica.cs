using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Observability.Forwarding;
using Pdp.LogStore.Queries;
using Pdp.LogStore.Tailing;
using Pdp.Observability;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Observability.Logs;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;

namespace Pdp.Daemon.Tests.Observability.Forwarding;

/// <summary>The API of one replica, with a route that says who answered and one that streams.</summary>
internal sealed class Replica : IAsyncDisposable, ITokenKeys, ILogSource, IApiRoutes, ILeadership
{
    private readonly ServiceProvider _services;
    private readonly SigningKey _key;
    private readonly TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;

    public Replica(string name, CertificateFiles files, SigningKey key, TimeProvider time)
    {
        (_name, _key) = (name, key);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(time);
        services.AddSingleton<ITokenKeys>(this);
        services.AddSingleton<ILogSource>(this);
        services.AddSingleton<IApiRoutes>(this);
        services.AddSingleton<IRequestForwarder>(
            provider => new LeaderForwarder(this, () => Holder, provider.GetRequiredService<ServerCertificate>()));
        services.AddObservabilityApi(
            new ApiServerOptions(new IPEndPoint(IPAddress.Loopback, 0), files), new AccessOptions { Origins = ["https://console.example.com"] });
        _services = services.BuildServiceProvider();
        Server = _services.GetRequiredService<ApiServer>();
    }

    public ApiServer Server { get; }

    public bool IsLeader { get; set; }

    /// <summary>Who leads, as this replica has heard.</summary>
    public string? Holder { get; set; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Server.Address.Port);

    public string? FencingToken => null;

    public string Plane => "eu-1";

    public IReadOnlyList<JsonWebKey> Keys => [_key.PublicKey];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapMethods("/who", ["GET", "POST"], async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync($"{_name} for {context.Caller().Claims.Sub}: {context.Request.QueryString} {await body.ReadToEndAsync(context.RequestAborted)}");
        }).Needs(ObservabilityVerb.Logs);
        api.MapGet("/stream", async context =>
        {
            await context.Response.WriteAsync("first\n");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await _more.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("second\n");
        }).Needs(ObservabilityVerb.Logs).Streams();
    }

    /// <summary>Lets the stream go on.</summary>
    public void Continue() => _more.TrySetResult();

    /// <summary>Its lines, where a test gives it any.</summary>
    public StoredLogs Logs { get; } = new();

    public Task<LogPage> QueryAsync(LogQuery query, CancellationToken cancellationToken) => Logs.QueryAsync(query, cancellationToken);

    public IAsyncEnumerable<TailItem> TailAsync(TailRequest request, CancellationToken cancellationToken) => Logs.TailAsync(request, cancellationToken);

    public Task ConfirmAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void LeaveUnsettled()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
