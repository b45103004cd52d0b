using Pdp.Core.Ports;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Identity;

/// <summary>
/// Sees to it, before each dial, that there is a certificate to show: enrols with the bundle's token where there is none, recovers with the
/// key before where it expired or was refused, and enrols anew where that does not help and the bundle has a new token.
/// </summary>
internal sealed class Credentials(
    IdentityKeeper keeper, BundleSource bundles, IdentityClient client, CertificateRequests requests, IdentityStanding standing,
    IdentityJournal journal, TimeProvider time)
{
    /// <summary>Gets a certificate if one is needed.</summary>
    /// <returns>Why there is none; null when the agent may dial.</returns>
    public async Task<DialResult.Failed?> EnsureAsync(CancellationToken cancellationToken)
    {
        var bundle = bundles.Read();
        var isExpired = keeper.Active?.IsExpired(time.GetUtcNow()) == true;
        try
        {
            return IdentityDecisions.For(
                keeper.Identity, bundle.PlaneId, CertificateRequests.HashOf(bundle), isExpired, standing.IsRefused) switch
            {
                IdentityDecision.Enrol => await EnrolAsync(bundle, cancellationToken),
                IdentityDecision.Renew => await RecoverAsync(bundle, keeper.Active!, cancellationToken),
                _ => null,
            };
        }
        catch (ClusterException unwritable)
        {
            journal.NotStored(unwritable.Message);
            return new DialResult.Failed(DialFailure.IdentityNotStored, unwritable.Message);
        }
    }

    private async Task<DialResult.Failed?> EnrolAsync(BootstrapBundle bundle, CancellationToken cancellationToken)
    {
        if (keeper.Identity is { Certificate: not null } before && before.PlaneId != bundle.PlaneId)
            journal.Moves(before.PlaneId, bundle.PlaneId);
        var csr = await requests.PrepareAsync(bundle.PlaneId, CertificateRequests.HashOf(bundle), plane: null, cancellationToken);
        switch (await client.EnrolAsync(bundle, csr, cancellationToken))
        {
            case IdentityAnswer.Issued issued when await requests.TakeFirstAsync(bundle, issued.Certificate, cancellationToken) is { } problem:
                return Unusable(IdentityJournal.Enrol, problem);
            case IdentityAnswer.Issued:
                standing.Restored();
                await journal.EnrolledAsync(keeper.Active!.Certificate);
                return null;
            case IdentityAnswer.Refused refused:
                return await RefusedAsync(IdentityJournal.Enrol, refused.Refusal, IdentityAdvice.OnToken(refused.Refusal, bundle.PlaneId));
            case IdentityAnswer.Failed failed:
                return NoAnswer(IdentityJournal.Enrol, failed.Failure);
            default:
                throw new InvalidOperationException("A request is answered, refused or fails.");
        }
    }

    private async Task<DialResult.Failed?> RecoverAsync(BootstrapBundle bundle, ActiveCertificate before, CancellationToken cancellationToken)
    {
        var csr = await requests.PrepareAsync(bundle.PlaneId, PendingKey.Renewal, before.Certificate.Plane, cancellationToken);
        var hasNewToken = CertificateRequests.HashOf(bundle) != keeper.Identity!.TokenSha256;
        switch (await client.RenewAsync(keeper, before.Renew(csr), cancellationToken))
        {
            case IdentityAnswer.Issued issued when await requests.TakeNextAsync(issued.Certificate, cancellationToken) is { } problem:
                return Unusable(IdentityJournal.Recover, problem);
            case IdentityAnswer.Issued:
                standing.Restored();
                await journal.RenewedAsync(IdentityJournal.Recover, keeper.Active!.Certificate);
                return null;
            case IdentityAnswer.Refused or IdentityAnswer.Failed { Failure.Failure: DialFailure.ServerNotTrusted } when hasNewToken:
                return await EnrolAsync(bundle, cancellationToken);
            case IdentityAnswer.Refused refused:
                return await RefusedAsync(
                    IdentityJournal.Recover, refused.Refusal, IdentityAdvice.OnCertificate(refused.Refusal, bundle.PlaneId));
            case IdentityAnswer.Failed failed:
                return NoAnswer(IdentityJournal.Recover, failed.Failure);
            default:
                throw new InvalidOperationException("A request is answered, refused or fails.");
        }
    }

    private async Task<DialResult.Failed> RefusedAsync(string kind, IdentityRefusal refusal, string advice)
    {
        await journal.RefusedAsync(kind, refusal, advice, isNews: standing.IsStuck(advice));
        return new DialResult.Failed(DialFailure.CredentialRefused, advice);
    }

    private DialResult.Failed Unusable(string kind, string problem)
    {
        journal.Failed(kind, DialFailure.UnexpectedAnswer);
        return new DialResult.Failed(DialFailure.UnexpectedAnswer, problem);
    }

    private DialResult.Failed NoAnswer(string kind, DialResult.Failed failure)
    {
        journal.Failed(kind, failure.Failure);
        return failure;
    }
}
