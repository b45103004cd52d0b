using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Gateway;

/// <summary>A listener for HTTP. TLS ends nowhere here: HTTPS is served in clear.</summary>
internal sealed class HttpGatewayListener : IGatewayListener
{
    private readonly WebApplication _host;
    private volatile RouteTable _table = new([]);

    private HttpGatewayListener(WebApplication host, IPEndPoint address) => (_host, Address) = (host, address);

    public IPEndPoint Address { get; }

    public static HttpGatewayListener Start(IPEndPoint address, RequestForwarder forwarder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var host = builder.Build();
        var listener = new HttpGatewayListener(host, address);
        host.Run(http => forwarder.ForwardAsync(http, listener._table));
        host.Start();
        return listener;
    }

    public void Update(IReadOnlyList<JsonObject> routes) => _table = new RouteTable(routes.Where(route => route.Text("kind") == "HTTPRoute"));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
