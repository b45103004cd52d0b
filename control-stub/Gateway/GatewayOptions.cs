using Pdp.Protocol;

namespace Pdp.ControlStub.Gateway;

/// <summary>How agents are served.</summary>
internal sealed record GatewayOptions
{
    /// <summary>Seconds between two heartbeats; two missed ones end a session. 1..300. Default 15.</summary>
    public int HeartbeatSeconds { get; init; } = 15;

    /// <summary>Intents sent and not acknowledged, per session. 1..1024. Default 64.</summary>
    public int Window { get; init; } = 64;

    /// <summary>Sessions at once; more are told to come back. 1..100,000. Default 10,000.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <summary>Connections that have not said hello yet; more are told to come back. 1..10,000. Default 256.</summary>
    public int MaxHandshakes { get; init; } = 256;

    /// <summary>Seconds until a connection must have said hello. 1..300. Default 10.</summary>
    public int HelloSeconds { get; init; } = 10;

    /// <summary>Everything out of range, by the name of its setting.</summary>
    public IEnumerable<(string Setting, string Rule)> Errors()
    {
        if (HeartbeatSeconds is < 1 or > ProtocolLimits.HeartbeatSeconds)
            yield return ("heartbeat", $"must be 1..{ProtocolLimits.HeartbeatSeconds} seconds");
        if (Window is < 1 or > ProtocolLimits.Window)
            yield return ("window", $"must be 1..{ProtocolLimits.Window}");
        if (MaxSessions is < 1 or > 100_000)
            yield return ("max-sessions", "must be 1..100000");
        if (MaxHandshakes is < 1 or > 10_000)
            yield return ("max-handshakes", "must be 1..10000");
        if (HelloSeconds is < 1 or > 300)
            yield return ("hello-timeout", "must be 1..300 seconds");
    }
}
