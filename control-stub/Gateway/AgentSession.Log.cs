namespace Pdp.ControlStub.Gateway;

/// <content>What is logged; never a payload.</content>
internal sealed partial class AgentSession
{
    [LoggerMessage(2001, LogLevel.Information, "Plane {Plane} connected: session {Session}, agent {Agent} {Version}")]
    private partial void LogConnected(string plane, string session, string agent, string version);

    [LoggerMessage(2002, LogLevel.Information, "Plane {Plane} left: session {Session}, {Cause}, after {Seconds:F0} s")]
    private partial void LogLeft(string plane, string session, string cause, double seconds);

    [LoggerMessage(2003, LogLevel.Warning, "Plane {Plane} broke the protocol in session {Session}: {Code}, {About}")]
    private partial void LogViolation(string plane, string session, string code, string about);

    [LoggerMessage(2004, LogLevel.Information, "Plane {Plane} compared in session {Session}: {Owed} to send, {Ahead} newer there, {Foreign} not from here")]
    private partial void LogCompared(string plane, string session, int owed, int ahead, int foreign);

    [LoggerMessage(2009, LogLevel.Warning, "Plane {Plane} has not acknowledged {Count} intents in session {Session}, the oldest for {Seconds:F0} s; comparing again")]
    private partial void LogOverdue(string plane, string session, int count, double seconds);

    [LoggerMessage(2023, LogLevel.Warning, "Plane {Plane} says in session {Session} that it has lost intents, or holds other documents than it was sent; comparing again")]
    private partial void LogLost(string plane, string session);

    [LoggerMessage(2008, LogLevel.Warning, "Plane {Plane} holds intent {Intent} generation {Generation}, which could not be taken over: {Failure}")]
    private partial void LogNotAdopted(string plane, string intent, long generation, string failure);

    [LoggerMessage(2012, LogLevel.Warning, "Plane {Plane} gets no new certificate in session {Session}: {Refusal}")]
    private partial void LogNotRenewed(string plane, string session, string refusal);

    [LoggerMessage(2005, LogLevel.Error, "Session {Session} of plane {Plane} failed")]
    private partial void LogFailed(Exception error, string plane, string session);

    [LoggerMessage(2006, LogLevel.Warning, "Plane {Plane} refused intent {Intent} generation {Generation}: {Reasons} reasons")]
    private partial void LogRefused(string plane, string intent, long generation, int reasons);

    [LoggerMessage(2007, LogLevel.Warning, "Plane {Plane} sent what was dropped in session {Session}: {Code}, {About}")]
    private partial void LogDropped(string plane, string session, string code, string about);

    [LoggerMessage(2020, LogLevel.Warning, "Plane {Plane}, session {Session}: the agent refused trust document {Version}")]
    private partial void LogTrustRefused(string plane, string session, long version);
}
