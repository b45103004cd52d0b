using Pdp.Core.Ports;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Identity;

/// <summary>Judges trust documents, and stores what is believed before it holds.</summary>
internal sealed class TrustIntake(IdentityKeeper keeper, IdentityJournal journal)
{
    /// <summary>Takes a document or refuses it.</summary>
    /// <returns>What to answer.</returns>
    public async Task<Frame> TakeAsync(TrustFrame frame, CancellationToken cancellationToken)
    {
        TrustDecision? decision = null;
        try
        {
            await keeper.ChangeAsync(
                identity =>
                {
                    decision = identity is null
                        ? new TrustDecision.Refused("this agent has no identity yet to keep it with")
                        : TrustDecision.On(keeper.Trust, frame.Documents);
                    return decision is TrustDecision.Taken taken ? identity! with { Trust = taken.Jws } : identity;
                },
                cancellationToken);
        }
        catch (ClusterException unwritable)
        {
            journal.NotStored(unwritable.Message);
            return new ErrorFrame(ErrorCode.TrustRefused, "the document could not be stored now");
        }
        switch (decision)
        {
            case TrustDecision.Refused refused:
                await journal.TrustRefusedAsync(keeper.Trust.Version, refused.Why);
                return new ErrorFrame(ErrorCode.TrustRefused, refused.Why);
            case TrustDecision.Taken:
                await journal.TrustTakenAsync(keeper.Trust);
                break;
        }
        return new TrustedFrame(keeper.Trust.Version);
    }
}
