using System.Net;
using System.Net.Sockets;

namespace Pdp.Story.Staging;

/// <summary>Ports for programs that must keep theirs over a restart.</summary>
internal static class FreePort
{
    /// <summary>A port nobody listened on a moment ago.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
