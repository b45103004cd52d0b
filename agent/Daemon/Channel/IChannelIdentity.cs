using System.Net.Security;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>How the agent shows the control plane which plane it is, never by a name it may choose, and how that is kept up.</summary>
internal interface IChannelIdentity
{
    /// <summary>The certificate shown in TLS, with its key; null while there is none.</summary>
    SslStreamCertificateContext? Certificate { get; }

    /// <summary>Version of the trust document held, for <c>hello</c>; null when none is ever taken.</summary>
    long? TrustVersion { get; }

    /// <summary>Answers a challenge; null while there is no key to do so with.</summary>
    ProofFrame? Prove(ChallengeFrame challenge);

    /// <summary>Told that the server did not accept the certificate, or no longer does.</summary>
    void Refused();

    /// <summary>Waits until a new certificate is to be asked for on the session.</summary>
    /// <returns>The request; its key is stored.</returns>
    Task<RenewFrame> WhenRenewalIsDueAsync(CancellationToken cancellationToken);

    /// <summary>Told the answer to that: a <see cref="RenewedFrame"/>, or an error in its place. Never throws for what it holds.</summary>
    Task TakeRenewalAsync(Frame answer, CancellationToken cancellationToken);

    /// <summary>Takes a trust document, or refuses it.</summary>
    /// <returns>What to answer.</returns>
    Task<Frame> TakeTrustAsync(TrustFrame trust, CancellationToken cancellationToken);
}
