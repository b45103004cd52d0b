using Pdp.Daemon.Channel.Dialling;
using Pdp.Daemon.Channel.Sessions;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>What the channel says in the log. Event ids are stable; no payload, token or text of the peer's stands in a line.</summary>
internal static partial class ChannelLog
{
    [LoggerMessage(2000, LogLevel.Information, "Dialling the control plane at {Host}")]
    public static partial void Dialling(ILogger logger, string host);

    [LoggerMessage(2001, LogLevel.Warning, "Not connected to the control plane: {Failure}, {Detail}")]
    public static partial void DialFailed(ILogger logger, DialFailure failure, string detail);

    [LoggerMessage(2002, LogLevel.Information,
        "Connected to the control plane: session {SessionId}, window {Window}, heartbeat {HeartbeatSeconds} s")]
    public static partial void Welcomed(ILogger logger, string sessionId, int window, int heartbeatSeconds);

    [LoggerMessage(2003, LogLevel.Information, "Session {SessionId} ended: {Cause}, {Farewell}, close code {CloseCode}")]
    public static partial void Ended(ILogger logger, string? sessionId, EndCause cause, GoodbyeReason? farewell, int? closeCode);

    [LoggerMessage(2004, LogLevel.Debug, "Dialling again after attempt {Failures} in {Delay}")]
    public static partial void Waiting(ILogger logger, int failures, TimeSpan delay);

    [LoggerMessage(2005, LogLevel.Warning, "A message of the control plane was not taken: {Code}, {About}")]
    public static partial void Refused(ILogger logger, ErrorCode code, string about);

    [LoggerMessage(2006, LogLevel.Warning, "The control plane did not take a message of this agent: {Code}")]
    public static partial void PeerRefused(ILogger logger, ErrorCode code);

    [LoggerMessage(2007, LogLevel.Warning,
        "The control plane signs with keys none of which this agent pins: its intents will be refused. Bootstrap the plane anew")]
    public static partial void NoPinnedKey(ILogger logger);

    [LoggerMessage(2008, LogLevel.Warning, "The clocks of the control plane and this agent are {Skew} apart")]
    public static partial void ClockSkew(ILogger logger, TimeSpan skew);

    [LoggerMessage(2009, LogLevel.Warning, "An intent cannot be stored now; it is kept and tried again")]
    public static partial void IntakeUnavailable(ILogger logger, Exception cause);

    [LoggerMessage(2010, LogLevel.Error, "Handing over an intent failed")]
    public static partial void IntakeFailed(ILogger logger, Exception cause);

    [LoggerMessage(2011, LogLevel.Error, "Answering {Kind} failed")]
    public static partial void AskFailed(ILogger logger, AskKind kind, Exception cause);

    [LoggerMessage(2012, LogLevel.Warning, "What this agent holds cannot be read now")]
    public static partial void InventoryUnavailable(ILogger logger, Exception cause);

    [LoggerMessage(2013, LogLevel.Error, "The session failed")]
    public static partial void SessionFailed(ILogger logger, Exception cause);

    [LoggerMessage(2014, LogLevel.Error, "Dialling failed")]
    public static partial void DialDefect(ILogger logger, Exception cause);

    [LoggerMessage(2015, LogLevel.Warning,
        "{Count} stored intents have names or stamps that cannot travel; the control plane is not told of them")]
    public static partial void LeftOut(ILogger logger, int count);
}
