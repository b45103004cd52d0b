using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Identity;

/// <summary>What is said of the identity in the log. Event ids are stable; no key, token or text of the peer's stands in a line.</summary>
internal sealed partial class IdentityLog(ILogger<IdentityLog> logger)
{
    [LoggerMessage(2100, LogLevel.Information, "Enrolled as {Plane}, serial {Serial}, until {NotAfter:u}")]
    public partial void Enrolled(PlaneUri plane, string serial, DateTimeOffset notAfter);

    [LoggerMessage(2101, LogLevel.Information, "The certificate was renewed: serial {Serial}, until {NotAfter:u}")]
    public partial void Renewed(string serial, DateTimeOffset notAfter);

    [LoggerMessage(2102, LogLevel.Warning, "The certificate was not renewed ({Code}); tried again in {Pause}, it holds until {NotAfter:u}")]
    public partial void NotRenewed(ErrorCode? code, TimeSpan pause, DateTimeOffset notAfter);

    [LoggerMessage(2103, LogLevel.Error, "The control plane does not let this agent in: {Advice}")]
    public partial void Refused(string advice);

    [LoggerMessage(2104, LogLevel.Warning, "The bundle is for plane {Plane} and not for {Before}: this agent becomes that plane's")]
    public partial void Moves(string before, string plane);

    [LoggerMessage(2105, LogLevel.Information, "Trust document {Version} is in force: {Keys} signing keys")]
    public partial void TrustTaken(long version, int keys);

    [LoggerMessage(2106, LogLevel.Warning, "A trust document was refused: {Why}")]
    public partial void TrustRefused(string why);

    [LoggerMessage(2107, LogLevel.Warning, "The bundle's file is wrong, the last good one holds: {Problems}")]
    public partial void BundleUnreadable(string problems);

    [LoggerMessage(2108, LogLevel.Warning, "The identity could not be stored: {Why}")]
    public partial void NotStored(string why);

    [LoggerMessage(2109, LogLevel.Information, "Identity of {Plane}, serial {Serial}, until {NotAfter:u}, read from the {Place}")]
    public partial void Found(PlaneUri plane, string serial, DateTimeOffset notAfter, string place);
}
