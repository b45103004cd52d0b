using System.Net;
using System.Net.Sockets;

namespace Pdp.LocalCluster.Node;

/// <summary>
/// A slice of 127.0.0.0/8 for one cluster: pods get addresses of the lower half, services of the upper half, so that many can listen on
/// the same port. Several clusters on a machine take different slices; a listening socket marks a slice as taken.
/// </summary>
internal sealed class LoopbackRange : IDisposable
{
    // The slice's first address plays the node; the kubelet's port is where a real node would listen.
    private const int MarkPort = 10250;
    private const int FirstSlice = 16;
    private const int LastSlice = 250;
    private const int ServicesFrom = 0x8000;
    private const int PrivilegedShift = 20_000;

    private readonly Socket _mark;
    private readonly int _slice;
    private readonly bool _privileged;
    private readonly AddressPool _pods = new(2, ServicesFrom - 2);
    private readonly AddressPool _services = new(ServicesFrom + 1, 0xFFFE);

    /// <exception cref="IOException">Every slice is taken.</exception>
    public LoopbackRange()
    {
        for (_slice = FirstSlice; _slice <= LastSlice; _slice++)
        {
            if (TryListen(NodeAddress, MarkPort) is not { } mark) continue;
            _mark = mark;
            using var probe = TryListen(NodeAddress, 1);
            _privileged = probe is not null;
            return;
        }

        throw new IOException("All loopback address ranges are taken by other local clusters.");
    }

    /// <summary>The node's own address.</summary>
    public IPAddress NodeAddress => Address(1);

    public IPAddress TakePod() => Address(_pods.Take());

    public void ReturnPod(IPAddress address) => _pods.Return(Number(address));

    public IPAddress TakeService() => Address(_services.Take());

    public void ReturnService(IPAddress address) => _services.Return(Number(address));

    /// <summary>The port really listened on: low ports are shifted where this user may not have them.</summary>
    public int RealPort(int port) => port is > 0 and < 1024 && !_privileged ? port + PrivilegedShift : port;

    public void Dispose() => _mark.Dispose();

    private IPAddress Address(int number) => new([127, (byte)_slice, (byte)(number >> 8), (byte)number]);

    private static int Number(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return (bytes[2] << 8) | bytes[3];
    }

    private static Socket? TryListen(IPAddress address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
