using System.Buffers;
using System.Net.Sockets;

namespace Pdp.LocalCluster.Services;

/// <summary>Carries bytes both ways between two connections. Each side's end is passed on by itself, a reset as a reset.</summary>
internal static class Forwarding
{
    private const int BufferSize = 16 * 1024;

    public static async Task RunAsync(Socket client, Socket backend)
    {
        try
        {
            var there = CopyAsync(client, backend);
            var back = CopyAsync(backend, client);
            // A fault on one way ends both: half a connection helps nobody.
            var first = await Task.WhenAny(there, back);
            if (first.IsFaulted) Abort(client, backend);
            await Task.WhenAll(there, back);
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            Abort(client, backend);
        }
    }

    /// <summary>Closes a connection so that the other end sees it was not an orderly end.</summary>
    public static void Abort(params ReadOnlySpan<Socket> sockets)
    {
        foreach (var socket in sockets)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // It was closed already.
            }
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
