using Pdp.Daemon.Channel.Dialling;

namespace Pdp.Daemon.Identity;

/// <summary>Dials once there is a certificate to show, and remembers when it was not accepted.</summary>
internal sealed class IdentifiedDialler(IChannelDialler dialler, Credentials credentials, IdentityStanding standing) : IChannelDialler
{
    /// <inheritdoc/>
    public async Task<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        if (await credentials.EnsureAsync(cancellationToken) is { } failed) return failed;
        var result = await dialler.DialAsync(cancellationToken);
        // Some servers end TLS for a certificate they do not accept, instead of saying so.
        if (result is DialResult.Failed { Failure: DialFailure.CredentialRefused or DialFailure.TlsFailed or DialFailure.ServerNotTrusted })
            standing.Refused();
        return result;
    }
}
