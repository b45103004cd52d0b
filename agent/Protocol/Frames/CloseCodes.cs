namespace Pdp.Protocol.Frames;

/// <summary>WebSocket close codes of the channel (RFC 6455 section 7.4; 4000 and up are this protocol's own).</summary>
public static class CloseCodes
{
    /// <summary>The session is over and nothing was wrong.</summary>
    public const int Normal = 1000;

    /// <summary>The side is being stopped.</summary>
    public const int GoingAway = 1001;

    /// <summary>The peer broke a rule of the protocol.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A binary message.</summary>
    public const int NotText = 1003;

    /// <summary>A text message that is no JSON object in UTF-8.</summary>
    public const int NotJson = 1007;

    /// <summary>A field or depth rule was broken where the session depends on it.</summary>
    public const int PolicyViolation = 1008;

    /// <summary>A message over <see cref="ProtocolLimits.FrameBytes"/>.</summary>
    public const int TooLarge = 1009;

    /// <summary>This side failed.</summary>
    public const int Internal = 1011;

    /// <summary>A newer session of the same plane took over.</summary>
    public const int Replaced = 4001;

    /// <summary>Nothing was heard for two heartbeats.</summary>
    public const int HeartbeatLost = 4002;

    /// <summary>The plane was deleted or its credential revoked.</summary>
    public const int Revoked = 4003;

    /// <summary>The side has too much to do.</summary>
    public const int Overloaded = 4004;

    /// <summary>The agent is no longer the leader of its cluster.</summary>
    public const int NotLeader = 4005;

    /// <summary>The session's certificate expired.</summary>
    public const int Expired = 4006;

    /// <summary>The code a session is closed with after an error that is a violation.</summary>
    public static int For(ErrorCode code) => code switch
    {
        ErrorCode.NotText => NotText,
        ErrorCode.NotJson => NotJson,
        ErrorCode.TooLarge => TooLarge,
        ErrorCode.TooDeep or ErrorCode.BadField or ErrorCode.ProofRefused => PolicyViolation,
        ErrorCode.Internal => Internal,
        _ => ProtocolError,
    };

    /// <summary>The code a session is closed with after a goodbye.</summary>
    public static int For(GoodbyeReason reason) => reason switch
    {
        GoodbyeReason.Replaced => Replaced,
        GoodbyeReason.ShuttingDown => GoingAway,
        GoodbyeReason.HeartbeatLost => HeartbeatLost,
        GoodbyeReason.Revoked => Revoked,
        GoodbyeReason.Overloaded => Overloaded,
        GoodbyeReason.NotLeader => NotLeader,
        GoodbyeReason.Expired => Expired,
        _ => ProtocolError,
    };
}
