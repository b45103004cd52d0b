namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Why a session ended. A closed list: logs and metrics use these names.</summary>
internal enum EndCause
{
    /// <summary>This agent is being stopped, or is no longer the leader.</summary>
    Stopping,

    /// <summary>The server said goodbye.</summary>
    Goodbye,

    /// <summary>The connection broke or was closed without a goodbye.</summary>
    ConnectionLost,

    /// <summary>Nothing was heard for two heartbeats.</summary>
    HeartbeatLost,

    /// <summary>The server broke the protocol.</summary>
    Violation,

    /// <summary>No <c>welcome</c> in time.</summary>
    NotWelcomed,

    /// <summary>What this agent holds could not be read, so there was nothing to say hello with.</summary>
    InventoryUnavailable,

    /// <summary>A defect of this agent; its log has more.</summary>
    Internal,
}
