using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Where promotions are approved, denied and taken back. Nobody approves what he asked for, nor a release he made.</summary>
internal sealed class ApprovalDesk(IControlStore store, PromotionDesk promotions, TimeProvider time)
{
    private const int Tries = 8;

    /// <summary>Approves or denies. The last approval that was missing carries the promotion out.</summary>
    public async Task<DeploymentAnswer> VoteAsync(Caller caller, Scope project, long number, bool approves, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await store.Promotions.FindAsync(project, number, cancellationToken) is not { } promotion)
                return DeploymentAnswer.Failed(DeskOutcome.NoIntent);
            if (await RefusalAsync(caller, promotion, approves, cancellationToken) is { } refusal)
                return refusal;
            var now = time.GetUtcNow();
            var voted = promotion with
            {
                Votes = [.. promotion.Votes, new VoteRecord(caller.Actor, approves, caller.Reason, now)],
                State = approves ? PromotionState.Waiting : PromotionState.Denied,
                DecidedAt = approves ? null : now,
            };
            var type = approves ? EventTypes.PromotionApproved : EventTypes.PromotionDenied;
            if (await store.Promotions.ChangeAsync(voted, ReleaseHappenings.Promotion(type, promotion, now).By(caller), cancellationToken))
                return approves
                    ? await promotions.CarryOutAsync(caller, voted with { Version = voted.Version + 1 }, cancellationToken)
                    : new DeploymentAnswer(DeskOutcome.Done, promotion.Release, Promotion: voted);
        }

        return DeploymentAnswer.Failed(DeskOutcome.Contended);
    }

    /// <summary>Takes a promotion back; for who asked for it.</summary>
    public async Task<DeploymentAnswer> CancelAsync(Caller caller, Scope project, long number, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await store.Promotions.FindAsync(project, number, cancellationToken) is not { } promotion)
                return DeploymentAnswer.Failed(DeskOutcome.NoIntent);
            if (promotion.State != PromotionState.Waiting)
                return Settled(promotion);
            if (promotion.Author != caller.Actor)
                return DeploymentAnswer.Failed(
                    DeskOutcome.Forbidden, new Finding(FindingRules.Forbidden, "", "can be taken back by who asked for it; others who may approve it can deny it"));
            var now = time.GetUtcNow();
            var cancelled = promotion with { State = PromotionState.Cancelled, DecidedAt = now };
            if (await store.Promotions.ChangeAsync(
                    cancelled, ReleaseHappenings.Promotion(EventTypes.PromotionCancelled, promotion, now).By(caller), cancellationToken))
                return new DeploymentAnswer(DeskOutcome.Done, promotion.Release, Promotion: cancelled);
        }

        return DeploymentAnswer.Failed(DeskOutcome.Contended);
    }

    private async Task<DeploymentAnswer?> RefusalAsync(Caller caller, PromotionRecord promotion, bool approves, CancellationToken cancellationToken)
    {
        var target = promotion.Target;
        if (Roles.Find(promotion.Role) is not { } role || !caller.Access.Has(role, target.Scope))
            return Forbidden($"needs {promotion.Role} on {target.Scope}");
        if (promotion.State != PromotionState.Waiting)
            return Settled(promotion);
        if (!approves)
            return null;
        if (promotion.Author == caller.Actor)
            return Forbidden("must be approved by somebody else than who asked for it");
        if (await store.Releases.FindAsync(target.Release(promotion.Release), cancellationToken) is { } release && release.Author == caller.Actor)
            return Forbidden("must be approved by somebody else than who made the release");
        return promotion.Votes.Any(v => v.Actor == caller.Actor)
            ? DeploymentAnswer.Refused(FindingRules.Settled, "", "has your approval already; another must approve it too, or it waits for what was told then")
            : null;
    }

    private static DeploymentAnswer Settled(PromotionRecord promotion) =>
        DeploymentAnswer.Refused(FindingRules.Settled, "", $"does not wait any more: it is {promotion.State.ToString().ToLowerInvariant()}; ask for it again");

    private static DeploymentAnswer Forbidden(string message) =>
        DeploymentAnswer.Failed(DeskOutcome.Forbidden, new Finding(FindingRules.Forbidden, "", message));
}
