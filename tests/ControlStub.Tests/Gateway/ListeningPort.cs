using System.Net;
using System.Net.Sockets;
using Pdp.ControlStub.Hosting;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>A port that was free a moment ago, for a listener that must come back on the same one.</summary>
internal static class ListeningPort
{
    public static ListenAddress Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new ListenAddress(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port, Https: true);
    }
}
