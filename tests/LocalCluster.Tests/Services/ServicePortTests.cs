using System.Net;
using System.Net.Sockets;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Services;

namespace Pdp.LocalCluster.Tests.Services;

public sealed class ServicePortTests : IDisposable
{
    private readonly LoopbackRange _loopback = new();
    private readonly ServicePort _port;

    public ServicePortTests() => _port = new ServicePort(new IPEndPoint(_loopback.TakeService(), 8080), TimeProvider.System);

    public void Dispose()
    {
        _port.Dispose();
        _loopback.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_go_round_the_ready_endpoints()
    {
        using var a = new Echo(_loopback, "a");
        using var b = new Echo(_loopback, "b");
        _port.Update([a.Address, b.Address]);
        var answers = new List<string>();
        for (var i = 0; i < 6; i++) answers.Add(await AskAsync("x"));
        Assert.Equal(3, answers.Count(answer => answer == "a:x"));
        Assert.Equal(3, answers.Count(answer => answer == "b:x"));
    }

    [Fact]
    public async Task Without_a_ready_endpoint_it_refuses_and_with_one_again_it_serves()
    {
        await RefusedAsync();
        using var a = new Echo(_loopback, "a");
        _port.Update([a.Address]);
        Assert.Equal("a:x", await AskAsync("x"));
        _port.Update([]);
        await RefusedAsync();
        _port.Update([a.Address]);
        Assert.Equal("a:y", await AskAsync("y"));
    }

    [Fact]
    public async Task A_connection_outlives_its_endpoints_place_among_the_ready_ones()
    {
        using var a = new Echo(_loopback, "a");
        using var b = new Echo(_loopback, "b");
        _port.Update([a.Address]);
        using var client = new TcpClient();
        await client.ConnectAsync(_port.Address, Cancel);
        Assert.Equal("a:1", await AskAsync(client, "1"));
        _port.Update([b.Address]);
        Assert.Equal("a:2", await AskAsync(client, "2"));
        Assert.Equal("b:3", await AskAsync("3"));
        _port.Update([]);
        Assert.Equal("a:4", await AskAsync(client, "4"));
    }

    [Fact]
    public async Task One_that_is_just_gone_is_passed_over_for_another()
    {
        using var a = new Echo(_loopback, "a");
        var gone = new IPEndPoint(_loopback.TakePod(), 9000);
        _port.Update([gone, a.Address]);
        for (var i = 0; i < 10; i++) Assert.Equal("a:x", await AskAsync("x"));
        _port.Update([gone]);
        using var client = new TcpClient();
        // Something still listens, so the connection is made; then it is cut, not left hanging. The cut may come before the caller has
        // seen that it was made.
        var cut = await Record.ExceptionAsync(async () =>
        {
            await client.ConnectAsync(_port.Address, Cancel);
            await client.GetStream().ReadExactlyAsync(new byte[1], Cancel);
        });
        Assert.True(cut is IOException or SocketException { SocketErrorCode: SocketError.ConnectionReset }, $"was {cut}");
    }

    [Fact]
    public async Task The_end_of_one_side_leaves_the_other_its_say()
    {
        using var a = new Echo(_loopback, "a");
        _port.Update([a.Address]);
        using var client = new TcpClient();
        await client.ConnectAsync(_port.Address, Cancel);
        var stream = client.GetStream();
        await stream.WriteAsync("last"u8.ToArray(), Cancel);
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        Assert.Equal("a:last", await reader.ReadToEndAsync(Cancel));
    }

    [Fact]
    public void Two_clusters_never_share_an_address()
    {
        using var other = new LoopbackRange();
        Assert.NotEqual(_loopback.NodeAddress, other.NodeAddress);
        Assert.Equal(_loopback.NodeAddress.GetAddressBytes()[1], _port.Address.Address.GetAddressBytes()[1]);
    }

    private async Task<string> AskAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_port.Address, Cancel);
        return await AskAsync(client, text);
    }

    private static async Task<string> AskAsync(TcpClient client, string text)
    {
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), Cancel);
        var buffer = new byte[64];
        var read = await client.GetStream().ReadAsync(buffer, Cancel);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, read);
    }

    private async Task RefusedAsync()
    {
        using var client = new TcpClient();
        var refused = await Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync(_port.Address, Cancel));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    /// <summary>Answers every piece it gets with its own name before it.</summary>
    private sealed class Echo : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly string _name;

        public Echo(LoopbackRange loopback, string name)
        {
            _name = name;
            Address = new IPEndPoint(loopback.TakePod(), 9000);
            _listener = new TcpListener(Address);
            _listener.Start();
            _ = AcceptAsync();
        }

        public IPEndPoint Address { get; }

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync(CancellationToken.None));
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using var _ = client;
            var buffer = new byte[64];
            while (await client.GetStream().ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
                await client.GetStream().WriteAsync((byte[])[.. System.Text.Encoding.ASCII.GetBytes(_name + ":"), .. buffer.AsSpan(0, read)], CancellationToken.None);
        }
    }
}
