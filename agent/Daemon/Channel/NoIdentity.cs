using System.Net.Security;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>Where the host registers nobody who keeps an identity: nothing is shown, proved, renewed or taken.</summary>
internal sealed class NoIdentity : IChannelIdentity
{
    public SslStreamCertificateContext? Certificate => null;

    public long? TrustVersion => null;

    public ProofFrame? Prove(ChallengeFrame challenge) => null;

    public void Refused()
    {
    }

    public Task<RenewFrame> WhenRenewalIsDueAsync(CancellationToken cancellationToken) =>
        new TaskCompletionSource<RenewFrame>().Task.WaitAsync(cancellationToken);

    public Task TakeRenewalAsync(Frame answer, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Frame> TakeTrustAsync(TrustFrame trust, CancellationToken cancellationToken) =>
        Task.FromResult<Frame>(new ErrorFrame(ErrorCode.TrustRefused, "this agent takes no trust documents"));
}
