using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>The door agents come in by.</summary>
internal sealed class AgentEndpoints(AgentGateway gateway, Tokens tokens, TimeProvider time)
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

        if (await CredentialAsync(context) is not { } credential)
        {
            await RefuseAsync(context, Problem.Unauthorized() with { Detail = "Dial with the bootstrap token of a plane: 'Authorization: Bearer <token>'." });
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolLimits.Subprotocol))
        {
            context.Response.Headers.Upgrade = "websocket";
            await RefuseAsync(context, new Problem(
                StatusCodes.Status426UpgradeRequired, "upgrade-required", "A WebSocket is needed", $"Ask for a WebSocket with the subprotocol {ProtocolLimits.Subprotocol}."));
            return;
        }

        if (gateway.Pace(credential.Plane) is { Status: not 0 } wait)
        {
            await RefuseAsync(context, Problem.Busy(wait.Status, wait.Message, wait.RetryAfter));
            return;
        }

        var turn = context.Features.Get<Turn>();
        if (turn is { IsLate: true } && gateway.Late(credential.Plane) is { Status: not 0 } late)
        {
            await RefuseAsync(context, Problem.Busy(late.Status, late.Message, late.RetryAfter));
            return;
        }

        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = ProtocolLimits.Subprotocol,
            DangerousEnableCompression = true,
            DisableServerContextTakeover = true,
            ServerMaxWindowBits = WindowBits,
        });
        await gateway.ServeAsync(credential, new WebSocketFrames(socket, time), turn);
    }

    private async Task<Credential?> CredentialAsync(HttpContext context) =>
        BearerHeader.Token(context.Request.Headers.Authorization) is { } token
        && await tokens.CheckAsync(token, TokenUse.Bootstrap, context.RequestAborted) is { Plane: { } plane, Id: var id }
            ? new Credential(plane, id)
            : null;

    // An agent dials anew for each attempt: keeping the connection of a refused one would keep its turn, too.
    private static Task RefuseAsync(HttpContext context, Problem problem)
    {
        context.Response.Headers.Connection = "close";
        return new ProblemResult(problem).ExecuteAsync(context);
    }
}
