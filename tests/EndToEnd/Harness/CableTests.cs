using System.Net;
using System.Net.Sockets;
using Pdp.Testing;

namespace Pdp.EndToEnd.Harness;

/// <summary>A cable does what it is told to what is sent along it, and nothing else.</summary>
public sealed class CableTests : IAsyncDisposable
{
    private const int HeaderBytes = 5;
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly TestCable _cable;
    private TcpClient? _client;
    private TcpClient? _accepted;

    public CableTests()
    {
        _server.Start();
        _cable = new TestCable(((IPEndPoint)_server.LocalEndpoint).Port);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_arrives()
    {
        await ConnectAsync();

        await SendAsync(1, 2, 3);

        await MustArriveAsync([1, 2, 3], ReceiveAsync(3));
        Assert.Equal((3, 0), (_cable.ToServer.Carried, _cable.ToClient.Carried));
    }

    [Fact]
    public async Task A_cut_comes_after_so_many_bytes()
    {
        await ConnectAsync();
        _cable.ToServer.CutAfter(2);

        await SendAsync(1, 2, 3);

        await MustArriveAsync([1, 2], ReceiveAsync(3));
    }

    [Fact]
    public async Task The_next_connection_is_not_cut_for_the_last_one()
    {
        await ConnectAsync();
        _cable.ToServer.CutAfter(1);
        await SendAsync(1, 2);
        await ReceiveAsync(2);

        await ConnectAsync();
        await SendAsync(7, 8);

        await MustArriveAsync([7, 8], ReceiveAsync(2));
    }

    [Fact]
    public async Task A_cut_at_a_record_comes_in_its_middle_however_it_is_sent()
    {
        await ConnectAsync();
        _cable.ToServer.CutAtRecord(2);
        byte[] first = [23, 3, 3, 0, 2, 10, 11];
        byte[] second = [23, 3, 3, 0, 3, 20, 21, 22];

        await SendAsync(first[..3]);
        await MustArriveAsync(first[..3], ReceiveAsync(3));
        await SendAsync([.. first[3..], .. second]);

        byte[] passed = [.. first[3..], .. second[..(HeaderBytes + 1)]];
        await MustArriveAsync(passed, ReceiveAsync(20));
    }

    [Fact]
    public async Task Lost_bytes_are_missing_and_the_rest_follows()
    {
        await ConnectAsync();
        _cable.ToServer.Discard(2);

        await SendAsync(1, 2, 3, 4);

        await MustArriveAsync([3, 4], ReceiveAsync(2));
    }

    [Fact]
    public async Task Corrupted_bytes_are_others()
    {
        await ConnectAsync();
        _cable.ToServer.Corrupt(1);

        await SendAsync(1, 2);

        var received = await ReceiveAsync(2);
        Assert.NotEqual(1, received[0]);
        Assert.Equal(2, received[1]);
    }

    [Fact]
    public async Task A_stalled_cable_holds_up_and_loses_nothing()
    {
        await ConnectAsync();
        _cable.Stall();
        await SendAsync(1, 2);
        var receiving = ReceiveAsync(2);
        Assert.False(receiving.IsCompleted);

        _cable.Restore();

        await MustArriveAsync([1, 2], receiving);
    }

    [Fact]
    public async Task Troubles_that_are_cleared_do_not_come()
    {
        await ConnectAsync();
        _cable.ToServer.CutAfter(1);
        _cable.ToServer.Corrupt(1);
        _cable.ToServer.Discard(1);
        _cable.ToServer.CutAtRecord(1);
        _cable.ToServer.Clear();

        await SendAsync(1, 2, 3);

        await MustArriveAsync([1, 2, 3], ReceiveAsync(3));
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _accepted?.Dispose();
        _server.Dispose();
        await _cable.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        _client?.Dispose();
        _accepted?.Dispose();
        _client = new TcpClient { NoDelay = true };
        await _client.ConnectAsync(IPAddress.Loopback, _cable.Port, Ct);
        _accepted = await _server.AcceptTcpClientAsync(Ct);
    }

    private async Task SendAsync(params byte[] bytes) => await _client!.GetStream().WriteAsync(bytes, Ct);

    private static async Task MustArriveAsync(byte[] expected, Task<byte[]> received) => Assert.Equal(expected, await received);

    // As many as asked for, or all there were before the end.
    private async Task<byte[]> ReceiveAsync(int count)
    {
        var received = new byte[count];
        return received[..await _accepted!.GetStream().ReadAtLeastAsync(received, count, throwOnEndOfStream: false, Ct)];
    }
}
