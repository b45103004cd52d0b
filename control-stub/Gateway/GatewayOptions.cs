using Pdp.Protocol;

namespace Pdp.ControlStub.Gateway;

/// <summary>How agents are served.</summary>
internal sealed record GatewayOptions
{
    /// <summary>Seconds between two heartbeats; two missed ones end a session. 1..300. Default 15.</summary>
    public int HeartbeatSeconds { get; init; } = 15;

    /// <summary>Intents sent and not acknowledged, per session. 1..1024. Default 64.</summary>
    public int Window { get; init; } = 64;

    /// <summary>Sessions at once; more are told to come back. 1..100,000. Default 20,000.</summary>
    public int MaxSessions { get; init; } = 20_000;

    /// <summary>Connections at the handshake (TLS, upgrade, hello) at once; more wait in line. 1..10,000. Default 128.</summary>
    public int MaxHandshakes { get; init; } = 128;

    /// <summary>Connections in line before the handshake; more are cut off. 0..100,000. Default 20,000.</summary>
    public int MaxWaiting { get; init; } = 20_000;

    /// <summary>
    /// Seconds a connection may have to wait in line; who would wait longer is told when to come back. Below the time agents give a dial
    /// (60 seconds), or they leave the line before their turn. 1..300. Default 45.
    /// </summary>
    public int HandshakeWaitSeconds { get; init; } = 45;

    /// <summary>Seconds until a connection must have said hello. 1..300. Default 30.</summary>
    public int HelloSeconds { get; init; } = 30;

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
        if (MaxWaiting is < 0 or > 100_000)
            yield return ("max-waiting", "must be 0..100000");
        if (HandshakeWaitSeconds is < 1 or > 300)
            yield return ("handshake-wait", "must be 1..300 seconds");
        if (HelloSeconds is < 1 or > 300)
            yield return ("hello-timeout", "must be 1..300 seconds");
    }
}
