using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>How a session ended and what is said about it.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Error">What the server is told first.</param>
/// <param name="Farewell">The goodbye the server is told, or has said.</param>
/// <param name="CloseCode">Close code sent, or that the server sent; null when there is none.</param>
internal sealed record SessionEnd(EndCause Cause, ErrorFrame? Error = null, GoodbyeFrame? Farewell = null, int? CloseCode = null)
{
    /// <summary>The pause the server asked for.</summary>
    public TimeSpan? RetryAfter => Cause == EndCause.Goodbye && Farewell?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>
    /// Whether dialling again at once makes sense. Where the next session would end like this one, and where another agent with
    /// the same credential takes turns with this one, the delays go on growing.
    /// </summary>
    public bool IsLikelyToRepeat =>
        Cause is EndCause.Violation or EndCause.Internal or EndCause.NotWelcomed or EndCause.InventoryUnavailable
        || (Cause == EndCause.Goodbye && Farewell?.Reason is not (GoodbyeReason.ShuttingDown or GoodbyeReason.HeartbeatLost));

    /// <summary>This side stops.</summary>
    public static SessionEnd Stopping(GoodbyeReason reason) => new(EndCause.Stopping, null, new(reason), CloseCodes.For(reason));

    /// <summary>The server broke a rule.</summary>
    public static SessionEnd Violation(ErrorFrame error) =>
        new(EndCause.Violation, error, new(GoodbyeReason.ProtocolViolation), CloseCodes.For(error.Code));

    /// <summary>This side failed.</summary>
    public static SessionEnd Internal { get; } =
        new(EndCause.Internal, new(ErrorCode.Internal, "the agent failed; its log has more"), null, CloseCodes.Internal);
}
