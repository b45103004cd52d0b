using Pdp.Protocol;
using Pdp.Protocol.Frames;

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

    /// <summary>
    /// Seconds an intent may be sent and not acknowledged. Then the session compares again; after as many more it ends. 10..3600.
    /// Default 120.
    /// </summary>
    public int AckTimeoutSeconds { get; init; } = 120;

    /// <summary>
    /// Seconds to which the cap of an agent's delay before it dials again starts; null leaves it to the agent, 1 where
    /// <see cref="ReconnectMaxSeconds"/> is given. 1..3600.
    /// </summary>
    public int? ReconnectMinSeconds { get; init; }

    /// <summary>
    /// Seconds that cap grows to; null leaves it to the agent, 60 (or the least, where that is more) where
    /// <see cref="ReconnectMinSeconds"/> is given. 1..3600.
    /// </summary>
    public int? ReconnectMaxSeconds { get; init; }

    /// <summary>Dials a plane may make at once. 1..1000. Default 30.</summary>
    public int DialBurst { get; init; } = 30;

    /// <summary>Seconds between two dials of a plane once its burst is spent. 1..300. Default 1.</summary>
    public int DialIntervalSeconds { get; init; } = 1;

    /// <summary>Writes to the store a session begins without waiting for them; past it, it reads no further. 1..4096. Default 128.</summary>
    public int PendingWrites { get; init; } = 128;

    /// <summary>The pacing agents are told; null when it is left to them.</summary>
    public ReconnectPacing? Reconnect => (ReconnectMinSeconds, ReconnectMaxSeconds) switch
    {
        (null, null) => null,
        (var min, null) => new(min.Value, Math.Max(60, min.Value)),
        var (min, max) => new(min ?? 1, max.Value),
    };

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
        if (AckTimeoutSeconds is < 10 or > 3600)
            yield return ("ack-timeout", "must be 10..3600 seconds");
        if (ReconnectMinSeconds is < 1 or > 3600)
            yield return ("reconnect-min", "must be 1..3600 seconds");
        if (ReconnectMaxSeconds is < 1 or > 3600)
            yield return ("reconnect-max", "must be 1..3600 seconds");
        if (ReconnectMinSeconds > ReconnectMaxSeconds)
            yield return ("reconnect-min", "must not be above reconnect-max");
        if (DialBurst is < 1 or > 1000)
            yield return ("dial-burst", "must be 1..1000");
        if (DialIntervalSeconds is < 1 or > 300)
            yield return ("dial-interval", "must be 1..300 seconds");
        if (PendingWrites is < 1 or > 4096)
            yield return ("pending-writes", "must be 1..4096");
    }
}
