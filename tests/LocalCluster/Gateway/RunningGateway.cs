using System.Net;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;

namespace Pdp.LocalCluster.Gateway;

/// <summary>The address of one Gateway and its listeners by name.</summary>
internal sealed class RunningGateway(NodeContext node, RequestForwarder forwarder) : IDisposable
{
    private readonly Dictionary<string, (string Form, IGatewayListener Listener)> _listeners = new(StringComparer.Ordinal);

    /// <summary>Its address.</summary>
    public IPAddress Host { get; } = node.Loopback.TakeService();

    /// <summary><c>name=address:port</c> of every listener, comma-separated.</summary>
    public string Text => string.Join(',', _listeners.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value.Listener.Address}"));

    /// <summary>Takes the listeners and routes there are now.</summary>
    public void Update(JsonObject gateway, IReadOnlyDictionary<string, List<JsonObject>> attached)
    {
        var wanted = gateway.Items("spec", "listeners").ToDictionary(listener => listener.Text("name") ?? "", listener => listener, StringComparer.Ordinal);
        foreach (var gone in _listeners.Where(l => !wanted.TryGetValue(l.Key, out var listener) || FormOf(listener) != l.Value.Form).ToList())
        {
            _listeners.Remove(gone.Key);
            End(gone.Value.Listener);
        }
        foreach (var (name, listener) in wanted)
        {
            if (!_listeners.TryGetValue(name, out var running))
            {
                if (Start(listener) is not { } started) continue;
                _listeners[name] = running = (FormOf(listener), started);
            }
            running.Listener.Update(attached.TryGetValue(name, out var routes) ? routes : []);
        }
    }

    public void Dispose()
    {
        foreach (var (_, listener) in _listeners.Values) End(listener);
        node.Loopback.ReturnService(Host);
    }

    private static string FormOf(JsonObject listener) => $"{listener.Text("protocol")}:{listener.Int("port")}";

    // Datagrams are not carried; such a listener has routes and statuses, and no socket.
    private IGatewayListener? Start(JsonObject listener)
    {
        var address = new IPEndPoint(Host, node.Loopback.RealPort(listener.Int("port") ?? 0));
        return listener.Text("protocol") switch
        {
            "HTTP" or "HTTPS" => HttpGatewayListener.Start(address, forwarder),
            "TCP" => new TcpGatewayListener(address, node.Services, node.Time),
            _ => null,
        };
    }

    // A controller's work is done in one go; nothing waits for requests that are under way.
    private static void End(IGatewayListener listener) => _ = listener.DisposeAsync().AsTask();
}
