using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Problems;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Gateway;

/// <summary>The door agents come in by.</summary>
internal sealed class AgentEndpoints(AgentGateway gateway, AgentCertificates certificates, TimeProvider time)
{
    /// <summary>Whether the process serves agents, for load balancers; says nothing else.</summary>
    public const string HealthPath = "/agent/v1/health";

    private const int WindowBits = 15;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(ProtocolLimits.ChannelPath, ["GET"], ConnectAsync);
        routes.MapMethods(HealthPath, ["GET"], context => gateway.Room() is { Status: not 0 } no
            ? RefuseAsync(context, Problem.Busy(no.Status, no.Message, no.RetryAfter))
            : Task.CompletedTask);
    }

    private async Task ConnectAsync(HttpContext context)
    {
        if (gateway.Room() is { Status: not 0 } full)
        {
            await RefuseAsync(context, Problem.Busy(full.Status, full.Message, full.RetryAfter));
            return;
        }

        var (credential, refused) = await CredentialAsync(context);
        if (refused is not null)
        {
            await RefuseAsync(context, refused);
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolLimits.Subprotocol))
        {
            context.Response.Headers.Upgrade = "websocket";
            await RefuseAsync(context, new Problem(
                StatusCodes.Status426UpgradeRequired, "upgrade-required", "A WebSocket is needed", $"Ask for a WebSocket with the subprotocol {ProtocolLimits.Subprotocol}."));
            return;
        }

        var turn = context.Features.Get<Turn>();
        if (credential is not null && gateway.Admit(credential.Plane, turn) is { Status: not 0 } later)
        {
            await RefuseAsync(context, Problem.Busy(later.Status, later.Message, later.RetryAfter));
            return;
        }

        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = ProtocolLimits.Subprotocol,
            DangerousEnableCompression = true,
            DisableServerContextTakeover = true,
            ServerMaxWindowBits = WindowBits,
        });
        var frames = new WebSocketFrames(socket, time);
        await (credential is null ? gateway.IntroduceAsync(frames, turn) : gateway.ServeAsync(credential, frames, turn));
    }

    // The identity is the certificate whose key was proved in this very handshake; nothing in the request can choose another. Without one it
    // is proved after hello.
    private async Task<(Credential? Credential, Problem? Refused)> CredentialAsync(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } shown)
        {
            if (!IdentityCertificate.TryRead(shown, out var certificate, out _))
                return (null, IdentityProblems.OnTheChannel(IdentityRefusal.CertificateRefused));
            using (certificate)
            {
                var (record, refusal) = await certificates.CheckAsync(certificate, TimeSpan.Zero, context.RequestAborted);
                return record is null ? (null, IdentityProblems.OnTheChannel(refusal)) : (Credential.Of(record), null);
            }
        }

        // An agent that is too old to enrol is told so, rather than challenged for what it does not have.
        return context.Request.Headers.Authorization.Count == 0 ? (null, null) : (null, IdentityProblems.TokenOnTheChannel());
    }

    // An agent dials anew for each attempt: keeping the connection of a refused one would keep its turn, too.
    private static Task RefuseAsync(HttpContext context, Problem problem)
    {
        context.Response.Headers.Connection = "close";
        return new ProblemResult(problem).ExecuteAsync(context);
    }
}
