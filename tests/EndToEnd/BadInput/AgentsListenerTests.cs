using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.BadInput;

/// <summary>The stub's listener for agents under bad input: refused by name, and the plane's real agent does not notice.</summary>
[Collection(SharedStory.Name)]
public sealed class AgentsListenerTests(PlayedStory story)
{
    private const string Channel = "/agent/v1/channel";
    private const string Hello =
        """
        {"type":"hello","agentId":"x","agentVersion":"0","protocol":1,"cluster":{"version":"v1","capabilities":[]},
         "digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stage Stage => story.Stage;

    [Fact]
    public async Task A_token_opens_no_channel_and_is_refused_before_the_upgrade()
    {
        using var socket = await OpenAsync((string)(await Stage.Control.Api.CreatePlaneAsync("token-only", Ct))["token"]!, expectRefusal: true);

        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Fact]
    public async Task The_operators_api_is_not_on_the_agents_listener()
    {
        using var handler = Stage.Control.Handler();
        using var client = new HttpClient(handler);

        using var answer = await client.GetAsync(new Uri(Stage.Control.Agents, "/api/v1/planes"), Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("not json at all", "notJson", 1007)]
    [InlineData("[]", "notJson", 1007)]
    [InlineData("""{"type":"hello"}""", "badField", 1008)]
    [InlineData("""{"type":"hello","agentId":7}""", "badField", 1008)]
    [InlineData("""{"type":"ack","id":"a","generation":1,"outcome":"stored","reasons":[]}""", "wrongOrder", 1002)]
    public async Task A_bad_first_message_ends_the_session_with_its_name(string message, string code, int close) =>
        await AssertEndsAsync(socket => SendAsync(socket, message), code, close);

    [Fact]
    public async Task A_message_that_is_too_deep_or_too_large_ends_the_session_with_its_name()
    {
        await AssertEndsAsync(
            socket => SendAsync(socket, """{"type":"hello","agentId":""" + new string('[', 200) + new string(']', 200) + "}"), "tooDeep", 1008);
        await AssertEndsAsync(socket => SendAsync(socket, "{\"type\":\"" + new string('x', 3 * 1024 * 1024) + "\"}"), "tooLarge", 1009);
        await AssertEndsAsync(
            socket => socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, Ct), "notText", 1003);
    }

    [Fact]
    public async Task An_unknown_frame_is_answered_and_the_session_goes_on()
    {
        using var socket = await OpenAsync();
        await SendAsync(socket, Hello);
        Assert.Equal("challenge", (string?)(await ReceiveAsync(socket))!["type"]);

        await SendAsync(socket, """{"type":"teleport","to":"mars"}""");
        await SendAsync(socket, """{"type":"ping","number":41}""");

        var answers = new[] { await ReceiveAsync(socket), await ReceiveAsync(socket) };
        Assert.Contains(answers, answer => (string?)answer!["code"] == "unknownFrame");
        Assert.Contains(answers, answer => (string?)answer!["type"] == "pong" && (int?)answer["number"] == 41);
    }

    private async Task AssertEndsAsync(Func<ClientWebSocket, Task> send, string code, int close)
    {
        using var socket = await OpenAsync();

        await send(socket);

        var error = await ReceiveAsync(socket);
        Assert.Equal(code, (string?)error?["code"]);
        Assert.Equal("protocolViolation", (string?)(await ReceiveAsync(socket))?["reason"]);
        Assert.Null(await ReceiveAsync(socket));
        Assert.Equal(close, (int?)socket.CloseStatus);
        Assert.False(Stage.Control.Process!.HasExited);
        Assert.Equal("connected", (string?)(await Stage.Control.Api.PlaneAsync(Stage.Plane, Ct))["connection"]?["state"]);
    }

    private async Task<ClientWebSocket> OpenAsync(string? token = null, bool expectRefusal = false)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("pdp.v1");
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        }

        using var invoker = new HttpMessageInvoker(Stage.Control.Handler());
        var address = new UriBuilder("wss", Stage.Control.Agents.Host, Stage.Control.Agents.Port, Channel).Uri;
        try
        {
            await socket.ConnectAsync(address, invoker, Ct);
            Assert.False(expectRefusal, "it was let in");
        }
        catch (WebSocketException) when (expectRefusal)
        {
            // The status is what is looked at.
        }

        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Ct);

    private static async Task<JsonNode?> ReceiveAsync(ClientWebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Ct);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            await message.WriteAsync(buffer.AsMemory(0, part.Count), Ct);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray());
            }
        }
    }
}
