namespace Pdp.Protocol.Session;

/// <summary>What a side does next to know that its peer is there.</summary>
public enum HeartbeatAction
{
    /// <summary>Nothing for a while.</summary>
    Wait,

    /// <summary>Send a ping.</summary>
    Ping,

    /// <summary>Nothing was heard for two heartbeats: end the session.</summary>
    Lost,
}
