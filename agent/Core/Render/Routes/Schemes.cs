using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>What URLs of a protocol begin with.</summary>
internal static class Schemes
{
    public static string Of(EndpointProtocol protocol, bool isTls) => protocol switch
    {
        EndpointProtocol.Grpc => isTls ? "grpcs" : "grpc",
        EndpointProtocol.WebSocket => isTls ? "wss" : "ws",
        EndpointProtocol.TCP => "tcp",
        EndpointProtocol.UDP => "udp",
        _ => isTls ? "https" : "http",
    };
}
