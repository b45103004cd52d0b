using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway.Admission;

public sealed class LateDialTests
{
    private const byte TlsHandshake = 0x16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plane_that_finds_the_line_too_long_is_told_when_to_come_back_and_is_let_in_then()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Gateway = o.Gateway with { MaxHandshakes = 1, HandshakeWaitSeconds = 1 } });
        var bundle = await stub.AddPlaneAsync();
        using var client = AgentPost.Client(bundle, (await AgentIdentity.OfAsync(bundle)).ForTls());
        var told = await LateAsync(stub, () => RefusedAsync(client));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, told.StatusCode);
        Assert.InRange(told.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await using var agent = await ScriptedAgent.DialAsync(bundle);
        Assert.Equal(WebSocketState.Open, agent.Socket.State);
    }

    [Fact]
    public async Task A_connection_that_says_nothing_takes_nobodys_turn()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Gateway = o.Gateway with { MaxHandshakes = 1 } });
        using var silent = await TcpAsync(stub);
        await using var agent = await ScriptedAgent.DialAsync(await stub.AddPlaneAsync());
        Assert.Equal(WebSocketState.Open, agent.Socket.State);
    }

    private static async Task<HttpResponseMessage> RefusedAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/agent/v1/channel");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", "pdp.v1");
        return await client.SendAsync(request, Cancel);
    }

    // Connections that begin a handshake and do not go on fill the line; once the dial stands behind it they go.
    private static async Task<T> LateAsync<T>(RunningStub stub, Func<Task<T>> dial)
    {
        var line = new List<Socket>();
        try
        {
            var full = AdmissionQueue.AssumedPerProcessor * Environment.ProcessorCount;
            for (var i = 0; i <= full; i++)
            {
                line.Add(await TcpAsync(stub));
                await line[^1].SendAsync(new[] { TlsHandshake }, Cancel);
            }

            await Eventually.TrueAsync(async () => await WaitingAsync(stub) == full, cancellationToken: Cancel);
            var dialling = dial();
            await Eventually.TrueAsync(async () => await WaitingAsync(stub) == full + 1, cancellationToken: Cancel);
            line.ForEach(socket => socket.Dispose());
            return await dialling;
        }
        finally
        {
            line.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<Socket> TcpAsync(RunningStub stub)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, stub.Server.Agents.Port, Cancel);
        return socket;
    }

    private static async Task<int> WaitingAsync(RunningStub stub)
    {
        const string Name = "pdp_control_handshakes_waiting ";
        var lines = (await stub.Client.GetStringAsync("/metrics", Cancel)).Split('\n');
        return int.Parse(lines.Single(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], CultureInfo.InvariantCulture);
    }
}
