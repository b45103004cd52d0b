using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pdp.Testing;

namespace Pdp.EndToEnd.BadInput;

/// <summary>A control plane that says whatever a test tells it, behind a certificate the agent was made to pin: a stolen front end.</summary>
internal sealed class RogueControlPlane : IAsyncDisposable
{
    private readonly TestAuthority _authority = new("Rogue CA");
    private readonly BlockingCollection<string> _heard = [];
    private readonly List<Func<WebSocket, CancellationToken, Task>> _sayings = [];
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Session? _session;
    private TestServer? _server;
    private string _plane = "";

    /// <summary>What the agent sent, in every session.</summary>
    public IEnumerable<JsonObject> Heard => HeardSince(0);

    /// <summary>How many messages it sent so far; a mark for <see cref="HeardSince"/>.</summary>
    public int Mark => _heard.Count;

    /// <summary>What it sent since a mark.</summary>
    public IEnumerable<JsonObject> HeardSince(int mark) => _heard.Skip(mark).Select(text => JsonNode.Parse(text)!.AsObject());

    /// <summary>Who signed its certificate, and those it gives to agents; PEM.</summary>
    public string Authority => _authority.CertificatePem;

    /// <summary>How many sessions there were.</summary>
    public int Sessions { get; private set; }

    /// <summary>Number of the session in which an agent listens now; null while none does.</summary>
    public int? Listening => _session is { Socket.State: WebSocketState.Open } session ? session.Number : null;

    /// <summary>Says one text message to the agent that listens, if one does.</summary>
    public Task SayAsync(string message, CancellationToken ct) =>
        _session is { } session ? SendAsync(session.Socket, message, ct) : Task.CompletedTask;

    /// <summary>Says one text message after the welcome of each session.</summary>
    public void Says(string message) => _sayings.Add((socket, ct) => SendAsync(socket, message, ct));

    /// <summary>Starts listening.</summary>
    /// <param name="bundle">The real plane's bundle.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The bundle as the thief would make it: the same plane and signing keys, another server.</returns>
    public async Task<string> StartAsync(JsonObject bundle, CancellationToken ct)
    {
        var options = new TestServerOptions { Certificate = _authority.IssueServer(), Pipeline = application => application.UseWebSockets() };
        _server = await TestServer.StartAsync(ServeAsync, options, ct);
        var forged = bundle.DeepClone().AsObject();
        _plane = (string)forged["planeId"]!;
        forged["server"] = $"wss://127.0.0.1:{_server.Port}/agent/v1/channel";
        forged["caCertificate"] = _authority.CertificatePem;
        return forged.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _authority.Dispose();
        _heard.Dispose();
        _turn.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == "/agent/v1/enrol")
        {
            await EnrolAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync("pdp.v1");
        Sessions++;
        var hello = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = ListenAsync(socket, hello, context.RequestAborted);
        await Task.WhenAny(hello.Task, listening);
        await SendAsync(
            socket,
            """{"type":"welcome","sessionId":"rogue","heartbeatSeconds":30,"window":8,"signingKeys":[],"tokenKeys":[],"reconnect":{"minSeconds":1,"maxSeconds":1},"serverTime":"2030-01-02T03:04:05Z"}""",
            context.RequestAborted);
        foreach (var say in _sayings)
        {
            await say(socket, context.RequestAborted);
        }

        var session = new Session(Sessions, socket);
        _session = session;
        await listening;
        Interlocked.CompareExchange(ref _session, null, session);
    }

    // Who was given a forged bundle can be given a certificate too; it is worth nothing anywhere else.
    private async Task EnrolAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        var asked = CertificateRequest.LoadSigningRequestPem((string)body["csr"]!, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri($"spiffe://pdp/plane/{_plane}"));
        asked.CertificateExtensions.Add(names.Build());
        asked.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var issued = asked.Create(_authority.Certificate, now.AddMinutes(-5), now.AddHours(1), RandomNumberGenerator.GetBytes(16));
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsync(new JsonObject { ["certificate"] = issued.ExportCertificatePem() }.ToJsonString(), context.RequestAborted);
    }

    private async Task ListenAsync(WebSocket socket, TaskCompletionSource hello, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        try
        {
            while (await socket.ReceiveAsync(buffer, ct) is { MessageType: not WebSocketMessageType.Close } part)
            {
                await message.WriteAsync(buffer.AsMemory(0, part.Count), ct);
                if (part.EndOfMessage)
                {
                    var said = Encoding.UTF8.GetString(message.ToArray());
                    _heard.Add(said, ct);
                    message.SetLength(0);
                    hello.TrySetResult();
                    if (JsonNode.Parse(said) is JsonObject ping && (string?)ping["type"] == "ping")
                    {
                        await SendAsync(socket, $$"""{"type":"pong","number":{{ping["number"]}}}""", ct);
                    }
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The agent left, as it may.
        }
    }

    private async Task SendAsync(WebSocket socket, string message, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        catch (WebSocketException)
        {
            // The agent has heard enough.
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Session(int Number, WebSocket Socket);
}
