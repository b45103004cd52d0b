using System.Net;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Services;

namespace Pdp.LocalCluster.Gateway;

/// <summary>A listener for TCP: the oldest route has it.</summary>
internal sealed class TcpGatewayListener(IPEndPoint address, IServiceAddresses services, TimeProvider time) : IGatewayListener
{
    private readonly ServicePort _port = new(address, time);

    public IPEndPoint Address => address;

    public void Update(IReadOnlyList<JsonObject> routes)
    {
        var route = routes.Where(route => route.Text("kind") == "TCPRoute").MinBy(ObjectMeta.CreatedAt);
        var backends = route.Items("spec", "rules").SelectMany(rule => rule.Items("backendRefs"))
            .Select(backend => services.Find(backend.Text("namespace") ?? route!.Namespace() ?? "", backend.Text("name") ?? "", backend.Int("port") ?? 0));
        _port.Update([.. backends.OfType<string>().Select(IPEndPoint.Parse)]);
    }

    public ValueTask DisposeAsync()
    {
        _port.Dispose();
        return ValueTask.CompletedTask;
    }
}
