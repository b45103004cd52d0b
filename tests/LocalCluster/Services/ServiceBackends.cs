using System.Net;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Services;

/// <summary>Reads from the EndpointSlices of a Service where its connections may go.</summary>
internal static class ServiceBackends
{
    /// <summary>The ready endpoints of a port, in a stable order.</summary>
    public static IReadOnlyList<IPEndPoint> Ready(IEnumerable<JsonObject> slices, string portName, Func<int, int> realPort)
    {
        var backends = new List<IPEndPoint>();
        foreach (var slice in slices)
        {
            if (PortOf(slice, portName) is not { } port) continue;
            foreach (var address in ReadyAddresses(slice)) backends.Add(new IPEndPoint(address, realPort(port)));
        }

        return backends;
    }

    /// <summary>Host name (null for those without one), address and port of what a headless Service points at, by container port.</summary>
    public static IEnumerable<(string? Host, string Address, int Port)> Headless(IEnumerable<JsonObject> slices)
    {
        foreach (var slice in slices)
        {
            foreach (var port in slice.Items("ports").Select(port => port.Int("port") ?? 0).Where(port => port > 0))
            {
                foreach (var endpoint in slice.Items("endpoints").Where(IsReady))
                {
                    if (endpoint.Array("addresses")?.FirstOrDefault().Text() is { } address) yield return (endpoint.Text("hostname"), address, port);
                }
            }
        }
    }

    private static int? PortOf(JsonObject slice, string name) => slice.Items("ports").FirstOrDefault(port => (port.Text("name") ?? "") == name).Int("port");

    private static IEnumerable<IPAddress> ReadyAddresses(JsonObject slice) => slice.Items("endpoints").Where(IsReady)
        .Select(endpoint => IPAddress.TryParse(endpoint.Array("addresses")?.FirstOrDefault().Text(), out var address) ? address : null).OfType<IPAddress>();

    // The API says to read a missing condition as ready.
    private static bool IsReady(JsonObject endpoint) => endpoint.Bool("conditions", "ready") ?? true;
}
