using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Takes releases from one environment to the next, once whoever must has approved.</summary>
internal sealed class PromotionDesk(IControlStore store, Deployer deployer, TimeProvider time)
{
    private readonly PipelineBook _pipelines = new(store.Promotions);

    /// <summary>Asks for a promotion; it is carried out at once where no approvals are missing.</summary>
    public async Task<DeploymentAnswer> PromoteAsync(Caller caller, PromotionWish wish, CancellationToken cancellationToken)
    {
        if (wish.Force && Unforced(caller, wish) is { } refusal)
            return refusal;
        var (one, impossible) = await CaseAsync(wish.Target, wish.From, wish.Release, cancellationToken);
        if (one is null)
            return impossible!;
        var verdict = PromotionRules.Judge(one, wish.Force);
        if (verdict.Findings.Count > 0)
            return DeploymentAnswer.Failed(DeskOutcome.Refused, verdict.Findings);
        if (one.To.Approvals is not { } approvals)
            return await deployer.DeployAsync(caller, Order(one, wish.Target, verdict, wish.Force), cancellationToken);
        var waiting = await store.Promotions.WaitingAsync(wish.Target, cancellationToken);
        if (waiting is null || waiting.Release != one.Release.Key.Name || waiting.From != one.From.Environment || waiting.Forced != wish.Force)
            waiting = await AskAsync(caller, wish, one, approvals, cancellationToken);
        return await CarryOutAsync(caller, waiting, cancellationToken);
    }

    /// <summary>Carries out a promotion that has its approvals; otherwise it goes on waiting.</summary>
    public async Task<DeploymentAnswer> CarryOutAsync(Caller caller, PromotionRecord promotion, CancellationToken cancellationToken)
    {
        var release = promotion.Release;
        if (promotion.Votes.Count(v => v.Approves) < promotion.Needed)
            return new DeploymentAnswer(DeskOutcome.Done, release, Promotion: promotion);
        var (one, impossible) = await CaseAsync(promotion.Target, promotion.From, release, cancellationToken);
        if (one is null)
            return impossible!;
        // Looked at again: approvals take time, and meanwhile things change.
        var verdict = PromotionRules.Judge(one, promotion.Forced);
        if (verdict.Findings.Count > 0)
            return DeploymentAnswer.Failed(DeskOutcome.Refused, verdict.Findings) with { Promotion = promotion };
        var order = Order(one, promotion.Target, verdict, promotion.Forced) with { Promotion = promotion.Number, Reason = promotion.Reason };
        var done = await deployer.DeployAsync(caller, order, cancellationToken);
        return done with { Promotion = await store.Promotions.FindAsync(promotion.Target.Scope, promotion.Number, cancellationToken) };
    }

    private async Task<PromotionRecord> AskAsync(
        Caller caller, PromotionWish wish, PromotionCase one, Approvals approvals, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var promotion = new PromotionRecord(
            wish.Target, 0, one.From.Environment, one.Release.Key.Name, PromotionState.Waiting, approvals.Count, approvals.Role.Name(), wish.Force,
            caller.Actor, caller.Reason, now, null, [], 0);
        return await store.Promotions.AddAsync(
            promotion, ReleaseHappenings.Promotion(EventTypes.PromotionRequested, promotion, now).By(caller), cancellationToken);
    }

    private static DeploymentAnswer? Unforced(Caller caller, PromotionWish wish)
    {
        if (!caller.Access.Allows(OperatorAction.ForcePromotions, wish.Target.Scope))
            return DeploymentAnswer.Failed(DeskOutcome.Forbidden, IntentRights.Missing(OperatorAction.ForcePromotions, wish.Target.Scope, "force"));
        return caller.Reason is null
            ? DeploymentAnswer.Failed(DeskOutcome.Invalid, new Finding(FindingRules.Required, "force", "takes a reason: the header Pdp-Reason, or --reason"))
            : null;
    }

    private static DeploymentOrder Order(PromotionCase one, BindingKey target, PromotionVerdict verdict, bool force) =>
        new(target, one.To.Planes, one.Release, force ? DeploymentWay.Forced : DeploymentWay.Promoted, verdict.Digests);

    private async Task<(PromotionCase? Case, DeploymentAnswer? Refusal)> CaseAsync(
        BindingKey target, string? from, string? release, CancellationToken cancellationToken)
    {
        var pipeline = await _pipelines.OfAsync(target.Organization, target.Project, cancellationToken);
        if (pipeline?.Stage(target.Environment) is not { } to)
            return (null, DeploymentDesk.NoStage());
        if (to.IsFirst)
            return (null, DeploymentAnswer.Refused(FindingRules.NoPath, "environment", "is where releases begin; deploy the release there"));
        if (from is null && to.After.Count > 1)
            return (null, DeploymentAnswer.Refused(FindingRules.NoPath, "from", $"must be given: {string.Join(" or ", to.After)}"));
        var origin = pipeline.Stage(from ?? to.After[0]);
        if (origin is null)
            return (null, DeploymentAnswer.Refused(FindingRules.NoPath, "from", $"must be {string.Join(" or ", to.After)}"));
        var binding = await store.Releases.BindingAsync(target.In(origin.Environment), cancellationToken);
        if ((release ?? binding?.Release) is not { } name)
            return (null, DeploymentAnswer.Refused(FindingRules.NotThere, "release", $"must be given, for nothing is deployed in {origin.Environment}"));
        if (await store.Releases.FindAsync(target.Release(name), cancellationToken) is not { } found)
            return (null, DeploymentDesk.NoRelease());
        var views = new List<IntentView>();
        foreach (var placement in await store.Releases.PlacementsAsync([target.In(origin.Environment)], cancellationToken))
            if (await store.Intents.ViewAsync(placement.Plane, placement.Intent, cancellationToken) is { } view)
                views.Add(view);
        return (new PromotionCase(pipeline, to, origin, found, ReleaseContent.Of(found), binding, views), null);
    }
}

/// <summary>A promotion that somebody wants.</summary>
/// <param name="Target">The component and the environment it is to go to.</param>
/// <param name="From">Where it comes from; null for the one environment before.</param>
/// <param name="Release">The release; null for what is deployed there.</param>
/// <param name="Force">Also when it is not healthy there.</param>
internal sealed record PromotionWish(BindingKey Target, string? From, string? Release, bool Force);
