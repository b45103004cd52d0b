using System.Text.Json.Serialization;

namespace Pdp.Protocol.Frames;

/// <summary>Why a session ends.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GoodbyeReason>))]
public enum GoodbyeReason
{
    /// <summary>A newer session of the same plane took over.</summary>
    Replaced,

    /// <summary>The side is being stopped.</summary>
    ShuttingDown,

    /// <summary>The peer broke the protocol; an <see cref="ErrorFrame"/> said how.</summary>
    ProtocolViolation,

    /// <summary>Nothing was heard for two heartbeats.</summary>
    HeartbeatLost,

    /// <summary>The plane was deleted or its credential revoked.</summary>
    Revoked,

    /// <summary>The side has too much to do.</summary>
    Overloaded,

    /// <summary>This agent is no longer the leader of its cluster.</summary>
    NotLeader,

    /// <summary>The session's newest certificate expired.</summary>
    Expired,
}
