using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Story.Processes;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>A real control stub with two planes that have certificates: a victim, and a thief that wants to be the victim.</summary>
public sealed class Gate : IAsyncLifetime
{
    private const string Hello =
        """
        {"type":"hello","agentId":"agent","agentVersion":"0","protocol":1,"cluster":{"version":"v1","capabilities":[]},
         "digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-gate-").FullName;
    private readonly OrphanGuard _guard = new();

    public Gate() => Control = new ControlPlane(_directory, _guard) { Arguments = ["--dial-burst", "1000"] };

    /// <summary>The stub.</summary>
    internal ControlPlane Control { get; }

    /// <summary>Who is to be robbed.</summary>
    internal Holder Victim { get; private set; } = null!;

    /// <summary>Who robs: an agent of another plane, with all that is its own.</summary>
    internal Holder Thief { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Control.StartAsync(Ct);
        Victim = await EnrolAsync("victim");
        Thief = await EnrolAsync("thief");
    }

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        _guard.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A token for a plane that is made for it.</summary>
    internal async Task<string> TokenAsync(string plane) => (string)(await Control.Api.CreatePlaneAsync(plane, Ct))["token"]!;

    /// <summary>Posts to the agents' listener.</summary>
    /// <returns>The certificate where one was given; otherwise what it was refused for, as <c>token-refused</c>, or the bare status.</returns>
    internal async Task<(string? Certificate, string Refusal)> PostAsync(string path, string? authorization, string body)
    {
        using var client = new HttpClient(Control.Handler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Control.Agents, path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        var json = answer.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: { } type } && type.EndsWith("json", StringComparison.Ordinal)
            ? JsonNode.Parse(text)
            : null;
        return answer.IsSuccessStatusCode
            ? ((string)json!["certificate"]!, "")
            : (null, ((string?)json?["type"])?.Split(':')[^1] ?? $"{(int)answer.StatusCode}");
    }

    /// <summary>Opens the channel without showing a certificate, and says hello.</summary>
    /// <returns>The line and the nonce it was asked to sign; null where the line was not opened.</returns>
    internal async Task<(Line Line, string Nonce)?> DialAsync(string? authorization = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("pdp.v1");
        if (authorization is not null) socket.Options.SetRequestHeader("Authorization", authorization);
        using var invoker = new HttpMessageInvoker(Control.Handler());
        try
        {
            await socket.ConnectAsync(new UriBuilder("wss", Control.Agents.Host, Control.Agents.Port, "/agent/v1/channel").Uri, invoker, Ct);
        }
        catch (WebSocketException)
        {
            socket.Dispose();
            return null;
        }

        var line = new Line(socket);
        await line.SayAsync(Hello);
        var challenge = await line.HearAsync();
        if ((string?)challenge?["type"] == "challenge") return (line, (string)challenge!["nonce"]!);
        line.Dispose();
        return null;
    }

    /// <summary>Opens a session as somebody who may.</summary>
    internal async Task<Line> OpenAsync(Holder holder)
    {
        var (line, nonce) = (await DialAsync())!.Value;
        await line.ProveAsync(holder.Certificate, holder.Prove(nonce));
        Assert.Equal("welcome", (string?)(await line.HearAsync())?["type"]);
        return line;
    }

    private async Task<Holder> EnrolAsync(string plane)
    {
        var holder = new Holder(plane, await TokenAsync(plane), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var body = new JsonObject { ["csr"] = Holder.Csr(holder.Key) }.ToJsonString();
        var (certificate, refusal) = await PostAsync("/agent/v1/enrol", $"Bearer {holder.Token}", body);
        Assert.True(certificate is not null, refusal);
        holder.Certificate = certificate;
        return holder;
    }
}

/// <summary>A line to the stub, as an agent has one.</summary>
internal sealed class Line(ClientWebSocket socket) : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Says one message.</summary>
    public Task SayAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Ct);

    /// <summary>Answers a challenge.</summary>
    public Task ProveAsync(string certificate, string signature) =>
        SayAsync(new JsonObject { ["type"] = "proof", ["certificate"] = certificate, ["signature"] = signature }.ToJsonString());

    /// <summary>The next message that is no ping; null once the line is closed.</summary>
    public async Task<JsonNode?> HearAsync()
    {
        var (message, buffer) = (new MemoryStream(), new byte[16 * 1024]);
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), Ct);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close) return null;
            await message.WriteAsync(buffer.AsMemory(0, part.Count), Ct);
            if (!part.EndOfMessage) continue;
            var heard = JsonNode.Parse(message.ToArray());
            if ((string?)heard?["type"] != "ping") return heard;
            message.SetLength(0);
        }
    }

    public void Dispose() => socket.Dispose();
}
