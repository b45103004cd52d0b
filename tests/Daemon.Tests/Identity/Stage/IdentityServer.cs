using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Pdp.Protocol;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>A control plane in the process that does with identities what docs/protocol.md says, over real TLS.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    public const string PlaneId = "plane-1";

    private readonly System.Threading.Channels.Channel<IdentitySession> _sessions = System.Threading.Channels.Channel.CreateUnbounded<IdentitySession>();
    private readonly ConcurrentDictionary<string, string> _tokens = [];
    private readonly ConcurrentQueue<string> _calls = new();
    private TestServer? _server;

    public TestAuthority Authority { get; } = new();

    public SigningKey SigningKey { get; } = SigningKey.Generate();

    public SettableClock Clock { get; } = new();

    public ConcurrentQueue<IssuedRecord> Records { get; } = new();

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether TLS ends before it, so that it never sees a certificate.</summary>
    public bool IsBehindBalancer { get; set; }

    /// <summary>Called when a request for a certificate was read, before anything is decided; true when it has answered.</summary>
    public Func<HttpContext, AgentCertificateRequest, Task<bool>>? OnCertificateRequest { get; set; }

    /// <summary>Whether the answer with a certificate just issued is lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>What a renewal on a session is refused with; null to renew.</summary>
    public ErrorCode? RefusesRenewals { get; set; }

    /// <summary>Every request, such as <c>enrol 201</c> or <c>channel 401</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public static async Task<IdentityServer> StartAsync()
    {
        var server = new IdentityServer();
        server._server = await TestServer.StartAsync(server.AnswerAsync, new TestServerOptions
        {
            Certificate = server.Authority.IssueServer(),
            ClientCertificates = ClientCertificateMode.AllowCertificate,
            Pipeline = app => app.UseWebSockets(),
        });
        return server;
    }

    /// <summary>A bundle with a token nobody has used.</summary>
    public BootstrapBundle NewBundle(string plane = PlaneId)
    {
        var token = $"pdpb_{Guid.NewGuid():N}";
        _tokens[token] = plane;
        return new(1, plane, $"wss://localhost:{_server!.Port}{ProtocolLimits.ChannelPath}", token, [SigningKey.PublicKey], Authority.CertificatePem);
    }

    public async Task<IdentitySession> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        return await _sessions.Reader.ReadAsync(deadline.Token);
    }

    public void RevokeAll()
    {
        foreach (var record in Records) record.IsRevoked = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        SigningKey.Dispose();
        Authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var name = context.Request.Path.Value!.Split('/')[^1];
        await (name switch
        {
            "enrol" => EnrolAsync(context),
            "renew" => RenewAsync(context),
            _ => ConnectAsync(context),
        });
        _calls.Enqueue($"{name} {context.Response.StatusCode}");
    }

    private async Task EnrolAsync(HttpContext context)
    {
        var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        var body = IdentityMessages.ReadEnrol(await BodyAsync(context), out _)!;
        if (!AgentCertificateRequest.TryRead(body.Csr, out var request, out var refusal)) await RefuseAsync(context, refusal);
        else if (OnCertificateRequest is { } before && await before(context, request)) return;
        else if (!_tokens.TryGetValue(token, out var plane)) await RefuseAsync(context, IdentityRefusal.TokenRefused);
        else if (!IsFirstOrSame(token, request)) await RefuseAsync(context, IdentityRefusal.TokenRefused);
        else await AnswerAsync(context, Issue(request, plane));
    }

    private bool IsFirstOrSame(string token, AgentCertificateRequest request) =>
        _users.GetOrAdd(token, request.PublicKeySha256) == request.PublicKeySha256;

    private readonly ConcurrentDictionary<string, string> _users = [];

    private async Task RenewAsync(HttpContext context)
    {
        var body = IdentityMessages.ReadRenewal(await BodyAsync(context), out _)!;
        if (!AgentCertificateRequest.TryRead(body.Csr, out var request, out var refusal))
        {
            await RefuseAsync(context, refusal);
            return;
        }
        if (OnCertificateRequest is { } before && await before(context, request)) return;
        var record = IdentityCertificate.TryRead(body.Certificate, out var shown, out _) ? RecordOf(shown.Leaf) : null;
        if (record is null || !ProofOfKey.VouchesFor(shown!.Leaf, request, body.Signature)) await RefuseAsync(context, IdentityRefusal.CertificateRefused);
        else if (record.IsRevoked) await RefuseAsync(context, IdentityRefusal.CertificateRevoked);
        else if (Records.Last(r => r.Plane == record.Plane) is var newest && newest != record && newest.Key != request.PublicKeySha256)
            await RefuseAsync(context, IdentityRefusal.CertificateSuperseded);
        else await AnswerAsync(context, Issue(request, record.Plane));
    }

    private async Task ConnectAsync(HttpContext context)
    {
        var record = IsBehindBalancer || context.Connection.ClientCertificate is not { } shown ? null : RecordOf(shown);
        if (!IsBehindBalancer && !IsGood(record))
        {
            context.Response.StatusCode = 401;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync(ProtocolLimits.Subprotocol);
        using var frames = new WebSocketFrames(socket, TimeProvider.System);
        if (await ReadAsync(frames) is not HelloFrame hello) return;
        if (IsBehindBalancer) record = await ChallengeAsync(frames);
        if (record is null) return;
        await HoldAsync(frames, new IdentitySession(frames, hello, record.Serial), record);
    }

    private async Task<IssuedRecord?> ChallengeAsync(WebSocketFrames frames)
    {
        var nonce = ProofOfKey.NewNonce();
        await frames.WriteAsync(new ChallengeFrame(nonce), CancellationToken.None);
        if (await ReadAsync(frames) is ProofFrame proof && IdentityCertificate.TryRead(proof.Certificate, out var certificate, out _)
            && ProofOfKey.AnswersChallenge(certificate.Leaf, nonce, proof.Signature) && RecordOf(certificate.Leaf) is { } record && IsGood(record))
            return record;
        await frames.WriteAsync(new ErrorFrame(ErrorCode.ProofRefused, "the certificate is not accepted"), CancellationToken.None);
        await frames.WriteAsync(new GoodbyeFrame(GoodbyeReason.Revoked), CancellationToken.None);
        await frames.CloseAsync(CloseCodes.Revoked, "", CancellationToken.None);
        return null;
    }

    private async Task HoldAsync(WebSocketFrames frames, IdentitySession session, IssuedRecord record)
    {
        await session.SendAsync(new WelcomeFrame(
            $"s-{record.Serial}", 300, 32, [SigningKey.PublicKey], [], new ReconnectPacing(0, 1), Clock.GetUtcNow()));
        await _sessions.Writer.WriteAsync(session);
        while (await ReadAsync(frames) is { } frame)
        {
            if (frame is RenewFrame renew) await session.SendAsync(AnswerTo(renew, record.Plane));
            session.Take(frame);
        }
        session.Over();
    }

    private Frame AnswerTo(RenewFrame renew, string plane)
    {
        if (RefusesRenewals is { } code) return new ErrorFrame(code, renew.RequestId);
        if (!AgentCertificateRequest.TryRead(renew.Csr, out var request, out _)) return new ErrorFrame(ErrorCode.BadCsr, renew.RequestId);
        return request.Plane?.PlaneId != plane
            ? new ErrorFrame(ErrorCode.WrongPlane, renew.RequestId)
            : new RenewedFrame(renew.RequestId, Issue(request, plane));
    }

    private string Issue(AgentCertificateRequest request, string plane)
    {
        var pem = Authority.Issue(request.PublicKey, plane, Clock.GetUtcNow(), Lifetime);
        using var issued = X509Certificate2.CreateFromPem(pem);
        Records.Enqueue(new IssuedRecord(issued.SerialNumber, plane, request.PublicKeySha256, new DateTimeOffset(issued.NotAfter)));
        return pem;
    }

    private async Task AnswerAsync(HttpContext context, string certificate)
    {
        if (LosesAnswers)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = 201;
        await context.Response.BodyWriter.WriteAsync(IdentityMessages.Write(new IssuedCertificate(certificate)));
    }

    private IssuedRecord? RecordOf(X509Certificate2 shown) => Records.FirstOrDefault(record => record.Serial == shown.SerialNumber);

    private bool IsGood(IssuedRecord? record) => record is { IsRevoked: false } && record.NotAfter > Clock.GetUtcNow();

    private static async Task RefuseAsync(HttpContext context, IdentityRefusal refusal)
    {
        context.Response.StatusCode = IdentityProblem.Status(refusal);
        await context.Response.WriteAsync($$"""{"type":"urn:pdp:problem:{{IdentityProblem.Kind(refusal)}}","title":"c4n4ry"}""");
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task<Frame?> ReadAsync(WebSocketFrames frames) =>
        await frames.ReadAsync(CancellationToken.None) is FrameReading.Understood(var frame, _) ? frame : null;
}
