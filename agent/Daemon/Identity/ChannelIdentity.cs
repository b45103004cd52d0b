using System.Net.Security;
using Pdp.Daemon.Channel;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Identity;

/// <summary>The identity as the channel meets it.</summary>
internal sealed class ChannelIdentity(IdentityKeeper keeper, IdentityStanding standing, Renewal renewal, TrustIntake trust) : IChannelIdentity
{
    /// <inheritdoc/>
    public SslStreamCertificateContext? Certificate => keeper.Active?.Tls;

    /// <inheritdoc/>
    public long? TrustVersion => keeper.Trust.Version;

    /// <inheritdoc/>
    public ProofFrame? Prove(ChallengeFrame challenge) => keeper.Active?.Prove(challenge.Nonce);

    /// <inheritdoc/>
    public void Refused() => standing.Refused();

    /// <inheritdoc/>
    public Task<RenewFrame> WhenRenewalIsDueAsync(CancellationToken cancellationToken) => renewal.WhenDueAsync(cancellationToken);

    /// <inheritdoc/>
    public Task TakeRenewalAsync(Frame answer, CancellationToken cancellationToken) => renewal.TakeAsync(answer, cancellationToken);

    /// <inheritdoc/>
    public Task<Frame> TakeTrustAsync(TrustFrame frame, CancellationToken cancellationToken) => trust.TakeAsync(frame, cancellationToken);
}
