using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Pdp.Protocol.Frames;
using Pdp.Testing;

namespace Pdp.Protocol.Tests.Frames;

/// <summary>Over a real TCP connection, with and without compression.</summary>
public sealed class WebSocketFramesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frames_of_every_type_travel_whole(bool deflate)
    {
        await using var pair = await SocketPair.OpenAsync(deflate);
        using var writer = new WebSocketFrames(pair.Client, TimeProvider.System);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);

        foreach (var frame in SampleFrames.All)
        {
            await writer.WriteAsync(frame, Cancel);
            var read = Assert.IsType<FrameReading.Understood>(await reader.ReadAsync(Cancel));
            Assert.Equal(Encoding.UTF8.GetString(FrameCodec.Write(frame)), Encoding.UTF8.GetString(FrameCodec.Write(read.Frame)));
        }
    }

    [Fact]
    public async Task Many_writers_never_mix_their_messages()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: true);
        using var writer = new WebSocketFrames(pair.Client, TimeProvider.System);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);

        var writing = Task.WhenAll(Enumerable.Range(0, 50).Select(n => writer.WriteAsync(new IntentFrame(new string((char)('a' + (n % 26)), 20_000)), Cancel)));
        for (var n = 0; n < 50; n++)
        {
            var frame = Assert.IsType<IntentFrame>(Assert.IsType<FrameReading.Understood>(await reader.ReadAsync(Cancel)).Frame);
            Assert.Single(frame.Jws.Distinct());
        }
        await writing;
    }

    [Fact]
    public async Task A_message_in_fragments_is_one_message()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        var bytes = FrameCodec.Write(new IntentFrame(new string('j', 70_000)));
        for (var at = 0; at < bytes.Length; at += 7000)
        {
            var part = bytes.AsMemory(at, Math.Min(7000, bytes.Length - at));
            await pair.Client.SendAsync(part, WebSocketMessageType.Text, at + part.Length == bytes.Length, Cancel);
        }

        Assert.IsType<FrameReading.Understood>(await reader.ReadAsync(Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_over_the_limit_is_refused_before_it_is_held(bool deflate)
    {
        await using var pair = await SocketPair.OpenAsync(deflate);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        // Compressed this is a few kilobytes that would become 64 MiB.
        var chunk = new byte[1024 * 1024];
        chunk.AsSpan().Fill((byte)' ');
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = Task.Run(async () =>
        {
            for (var n = 0; n < 64; n++) await pair.Client.SendAsync(chunk, WebSocketMessageType.Text, endOfMessage: false, stop.Token);
        }, stop.Token);

        var refused = Assert.IsType<FrameReading.Refused>(await reader.ReadAsync(Cancel));

        Assert.Equal((ErrorCode.TooLarge, true), (refused.Error.Code, refused.Violation));
        await stop.CancelAsync();
        // Compressed it fits the connection's buffers, so it may have been sent; otherwise sending is cut off.
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task A_binary_message_is_refused()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        await pair.Client.SendAsync(FrameCodec.Write(new PingFrame(1)), WebSocketMessageType.Binary, endOfMessage: true, Cancel);

        var refused = Assert.IsType<FrameReading.Refused>(await reader.ReadAsync(Cancel));

        Assert.Equal((ErrorCode.NotText, true), (refused.Error.Code, refused.Violation));
        Assert.Equal(1003, CloseCodes.For(refused.Error.Code));
    }

    [Theory]
    [InlineData(WebSocketMessageType.Binary, 3)]
    [InlineData(WebSocketMessageType.Binary, 2 * ProtocolLimits.FrameBytes)]
    [InlineData(WebSocketMessageType.Text, 2 * ProtocolLimits.FrameBytes)]
    public async Task What_was_refused_is_passed_over_and_not_refused_again(WebSocketMessageType type, int length)
    {
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var writer = new WebSocketFrames(pair.Client, TimeProvider.System);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        var sending = pair.Client.SendAsync(new byte[length], type, endOfMessage: true, Cancel);

        Assert.IsType<FrameReading.Refused>(await reader.ReadAsync(Cancel));
        var next = reader.ReadAsync(Cancel);
        await sending;
        await writer.WriteAsync(new PingFrame(1), Cancel);

        Assert.Equal(new PingFrame(1), Assert.IsType<FrameReading.Understood>(await next).Frame);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_ends_the_connection_as_the_platform_has_it()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        await pair.Client.SendAsync(new byte[] { 0x7B, 0xC3, 0x28 }, WebSocketMessageType.Text, endOfMessage: true, Cancel);

        Assert.IsType<FrameReading.Ended>(await reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task A_close_is_read_with_its_code_and_answered()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: true);
        using var left = new WebSocketFrames(pair.Client, TimeProvider.System);
        using var right = new WebSocketFrames(pair.Server, TimeProvider.System);

        await left.CloseAsync(CloseCodes.Replaced, "Replaced", Cancel);
        Assert.Equal(new FrameReading.Ended(4001), await right.ReadAsync(Cancel));
        await right.CloseAsync(CloseCodes.Normal, "", Cancel);
        Assert.Equal(new FrameReading.Ended(1000), await left.ReadAsync(Cancel));
        await Assert.ThrowsAsync<WebSocketException>(() => left.WriteAsync(new PingFrame(1), Cancel));
        await left.CloseAsync(CloseCodes.Normal, "", Cancel);
    }

    [Fact]
    public async Task Every_close_code_may_be_sent_and_read()
    {
        var codes = Enum.GetValues<ErrorCode>().Select(CloseCodes.For).Concat(Enum.GetValues<GoodbyeReason>().Select(CloseCodes.For)).Append(CloseCodes.Normal);
        foreach (var code in codes.Distinct())
        {
            await using var pair = await SocketPair.OpenAsync(deflate: false);
            using var left = new WebSocketFrames(pair.Client, TimeProvider.System);
            using var right = new WebSocketFrames(pair.Server, TimeProvider.System);
            await left.CloseAsync(code, "", Cancel);
            Assert.Equal(new FrameReading.Ended(code), await right.ReadAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_cut_connection_ends_reading_and_writing()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        var reading = reader.ReadAsync(Cancel);

        pair.Client.Abort();

        Assert.Equal(new FrameReading.Ended(null), await reading);
        await Assert.ThrowsAsync<WebSocketException>(() => reader.WriteAsync(new PingFrame(1), Cancel));
    }

    [Fact]
    public async Task Aborting_ends_a_pending_read_with_a_result()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var reader = new WebSocketFrames(pair.Server, TimeProvider.System);
        var reading = reader.ReadAsync(Cancel);

        reader.Abort();

        Assert.Equal(new FrameReading.Ended(null), await reading);
    }

    [Fact]
    public async Task A_frame_over_the_limit_is_not_sent()
    {
        await using var pair = await SocketPair.OpenAsync(deflate: true);
        using var writer = new WebSocketFrames(pair.Client, TimeProvider.System);

        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(new IntentFrame(new string('j', ProtocolLimits.FrameBytes)), Cancel));
    }

    [Fact]
    public async Task A_peer_is_heard_while_a_long_message_still_comes()
    {
        var time = new ManualTimeProvider();
        await using var pair = await SocketPair.OpenAsync(deflate: false);
        using var reader = new WebSocketFrames(pair.Server, time);
        var before = reader.LastHeard;
        var reading = reader.ReadAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(5));

        await pair.Client.SendAsync("{"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, Cancel);

        await Eventually.TrueAsync(() => reader.LastHeard > before, cancellationToken: Cancel);
        Assert.False(reading.IsCompleted);
        reader.Abort();
        await reading;
    }

    private sealed class SocketPair(Socket clientSocket, Socket serverSocket, WebSocket client, WebSocket server) : IAsyncDisposable
    {
        public WebSocket Client => client;

        public WebSocket Server => server;

        public static async Task<SocketPair> OpenAsync(bool deflate)
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            var left = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await left.ConnectAsync(listener.LocalEndPoint!, Cancel);
            var right = await listener.AcceptAsync(Cancel);
            return new SocketPair(left, right, Over(left, isServer: false, deflate), Over(right, isServer: true, deflate));
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            server.Dispose();
            clientSocket.Dispose();
            serverSocket.Dispose();
            return ValueTask.CompletedTask;
        }

        private static WebSocket Over(Socket socket, bool isServer, bool deflate) => WebSocket.CreateFromStream(
            new NetworkStream(socket, ownsSocket: true),
            new WebSocketCreationOptions { IsServer = isServer, DangerousDeflateOptions = deflate ? WebSocketDeflate.NewOptions() : null });
    }
}
