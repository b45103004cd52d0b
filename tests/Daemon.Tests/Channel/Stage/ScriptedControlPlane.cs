using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pdp.Protocol;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel.Stage;

/// <summary>A real WSS server in the process that does in each session what a test tells it.</summary>
internal sealed class ScriptedControlPlane : IAsyncDisposable
{
    public const string PlaneId = "plane-1";
    public const string Token = "c4n4ry-bootstrap-token-c4n4ry";

    private readonly System.Threading.Channels.Channel<ScriptedSession> _sessions = System.Threading.Channels.Channel.CreateUnbounded<ScriptedSession>();
    private readonly Queue<RequestDelegate> _refusals = [];
    private readonly List<ScriptedSession> _all = [];
    private readonly SigningKey _key = SigningKey.Generate();
    private TestServer? _server;

    private ScriptedControlPlane(TestAuthority authority) => (Authority, Signer) = (authority, new IntentSigner(_key));

    public TestAuthority Authority { get; }

    public IntentSigner Signer { get; }

    public int Port => _server!.Port;

    /// <summary>How many requests came, refused ones included.</summary>
    public int Dials { get; private set; }

    public BootstrapBundle Bundle => new(
        1, PlaneId, $"wss://localhost:{Port}{ProtocolLimits.ChannelPath}", Token, [Signer.PublicKey], Authority.CertificatePem);

    public static async Task<ScriptedControlPlane> StartAsync(TestAuthority? authority = null, Func<TestAuthority, X509Certificate2>? certificate = null)
    {
        var plane = new ScriptedControlPlane(authority ?? new TestAuthority());
        plane._server = await TestServer.StartAsync(
            plane.AnswerAsync,
            new TestServerOptions
            {
                Certificate = certificate is null ? plane.Authority.IssueServer() : certificate(plane.Authority),
                Pipeline = app => app.UseWebSockets(),
            });
        return plane;
    }

    /// <summary>Answers the next request with a status instead of a session.</summary>
    public void RefuseNext(int status, string? retryAfter = null) => RefuseNext(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    /// <summary>Answers the next request with whatever a test wants.</summary>
    public void RefuseNext(RequestDelegate answer)
    {
        lock (_refusals) _refusals.Enqueue(answer);
    }

    /// <summary>The next connection of an agent, waited for.</summary>
    public async Task<ScriptedSession> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        return await _sessions.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>The next connection, its hello read and welcomed.</summary>
    public async Task<ScriptedSession> NextWelcomedAsync(int window = 32, int heartbeatSeconds = 300)
    {
        var session = await NextAsync();
        await session.WelcomeAsync(Welcome(window, heartbeatSeconds));
        return session;
    }

    public WelcomeFrame Welcome(int window = 32, int heartbeatSeconds = 300) =>
        new($"s-{Dials}", heartbeatSeconds, window, [Signer.PublicKey], [], new ReconnectPacing(0, 1), TimeProvider.System.GetUtcNow());

    /// <summary>A signed intent as a frame.</summary>
    public IntentFrame Intent(string id, long generation, string content = "") => new(Sign("Component", id, generation, content));

    /// <summary>A signed removal as a frame.</summary>
    public RemoveFrame Removal(string id, long generation) => new(id, generation, Sign("Removal", id, generation, ""));

    public async ValueTask DisposeAsync()
    {
        lock (_all)
        {
            foreach (var session in _all) session.Cut();
        }
        await _server!.DisposeAsync();
        _key.Dispose();
        Authority.Dispose();
    }

    private string Sign(string kind, string id, long generation, string content) => Signer.Sign(System.Text.Encoding.UTF8.GetBytes(
        $$$"""{"apiVersion":"{{{IntentDocument.CurrentApiVersion}}}","kind":"{{{kind}}}","metadata":{"id":"{{{id}}}","plane":"{{{PlaneId}}}","generation":{{{generation}}}},"spec":{"content":"{{{content}}}"}}"""));

    private async Task AnswerAsync(HttpContext context)
    {
        Dials++;
        RequestDelegate? refusal;
        lock (_refusals) _refusals.TryDequeue(out refusal);
        if (refusal is not null)
        {
            await refusal(context);
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = ProtocolLimits.Subprotocol,
            DangerousEnableCompression = true,
            DisableServerContextTakeover = true,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
        });
        using var session = new ScriptedSession(context, socket);
        lock (_all) _all.Add(session);
        await _sessions.Writer.WriteAsync(session);
        await session.Over;
    }
}
