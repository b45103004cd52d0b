using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>How long a pod that leaves goes on, by what is spoken with it.</summary>
internal static class Draining
{
    /// <summary>Seconds it goes on serving before it is told to end: until then a proxy may send it something new, whatever the protocol.</summary>
    public const int ServingSeconds = 5;

    // A request is answered within this, and what has no requests has to write down where it is.
    private const int OfRequests = 30;

    // A program says goodbye on each connection (GOAWAY, a closing frame) and lets what is under way on it come to its end.
    private const int OfConnections = 60;

    /// <summary>Seconds it has to end after that, by the most patient of its endpoints.</summary>
    public static int EndingSeconds(IEnumerable<EndpointProtocol> protocols) => protocols.Select(Of).DefaultIfEmpty(OfRequests).Max();

    private static int Of(EndpointProtocol protocol) =>
        protocol is EndpointProtocol.Grpc or EndpointProtocol.WebSocket or EndpointProtocol.TCP ? OfConnections : OfRequests;
}
