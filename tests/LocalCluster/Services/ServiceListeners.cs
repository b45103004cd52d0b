using System.Net;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;

namespace Pdp.LocalCluster.Services;

/// <summary>The address of one Service and its listening ports.</summary>
internal sealed class ServiceListeners(LoopbackRange loopback, TimeProvider time) : IDisposable
{
    private readonly IPAddress _address = loopback.TakeService();
    private readonly Dictionary<int, ServicePort> _ports = [];

    /// <summary><c>address:port</c> of every port, comma-separated; what the Service's annotation says.</summary>
    public string Text => string.Join(',', _ports.OrderBy(port => port.Key).Select(port => port.Value.Address.ToString()));

    public IPAddress Address => _address;

    /// <summary>Real address by service port.</summary>
    public IEnumerable<(int Port, string Address)> Ports => _ports.Select(port => (port.Key, port.Value.Address.ToString()));

    /// <summary>Takes the ports and endpoints a Service has now.</summary>
    public void Update(JsonObject service, IReadOnlyList<JsonObject> slices)
    {
        var wanted = service.Items("spec", "ports").Where(port => (port.Text("protocol") ?? "TCP") == "TCP").ToDictionary(port => port.Int("port") ?? 0);
        foreach (var gone in _ports.Keys.Where(port => !wanted.ContainsKey(port)).ToList())
        {
            _ports.Remove(gone, out var port);
            port!.Dispose();
        }

        foreach (var (number, port) in wanted)
        {
            if (!_ports.TryGetValue(number, out var listener)) _ports[number] = listener = new ServicePort(new IPEndPoint(_address, loopback.RealPort(number)), time);
            listener.Update(ServiceBackends.Ready(slices, port.Text("name") ?? "", loopback.RealPort));
        }
    }

    public void Dispose()
    {
        foreach (var port in _ports.Values) port.Dispose();
        loopback.ReturnService(_address);
    }
}
