using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>
/// Plans what is no longer wanted: one step for each object of the inventory that is still there, and for each claim at the end.
/// </summary>
internal sealed class PruneSteps(PlanRequest request)
{
    private readonly HashSet<(string Group, string Kind, string? Namespace, string Name)> _stays =
        [.. request.Desired.Select(wanted => wanted.Key.Identity), .. request.Retained.Select(entry => ObjectKey.Of(entry).Identity)];

    /// <summary>The steps, in order: the reverse of how they were made.</summary>
    public IReadOnlyList<PlanStep> Plan()
    {
        var steps = Candidates().Select(candidate => Step(candidate.Key, candidate.Wave, candidate.Live)).ToList();
        steps = HoldTooMany(steps);
        steps = [.. steps.Select(step => KeepNamespace(step, steps))];
        steps = [.. steps.Select(step => KeepShared(step, steps))];
        return [.. KindOrder.Order(steps, step => (step.Wave, step.Key)).Reverse()];
    }

    private IEnumerable<(ObjectKey Key, int Wave, JsonObject Live)> Candidates()
    {
        var left = request.Inventory
            .Select(entry => (Key: ObjectKey.Of(entry), entry.Wave))
            .Where(entry => !_stays.Contains(entry.Key.Identity) && request.Live.Objects.ContainsKey(entry.Key.Identity))
            .Select(entry => (entry.Key, entry.Wave, Live: request.Live.Objects[entry.Key.Identity]));
        // Claims of a StatefulSet outlive it, and only an end of everything asks what becomes of them.
        var claims = request.Options.Teardown
            ? request.Live.Claims.Select(claim => (Key: ManifestObject.KeyOf(claim), Wave: 0, Live: claim))
            : [];
        var strays = request.Live.Strays
            .Select(stray => (Key: ManifestObject.KeyOf(stray), Wave: 0, Live: stray))
            .Where(stray => !_stays.Contains(stray.Key.Identity));
        return left.Concat(claims).Concat(strays).DistinctBy(candidate => candidate.Key.Identity);
    }

    private PlanStep Step(ObjectKey key, int wave, JsonObject live)
    {
        var step = new PlanStep
        {
            Action = PlanAction.Prune,
            Key = key,
            Id = $"{key.Kind}/{key.Name}",
            Wave = wave,
            Uid = ManifestObject.UidOf(live),
        };
        if (ManifestObject.IsBeingDeleted(live))
            return step with { Action = PlanAction.Wait, Message = "is being deleted" };
        if (!Claim.MayDelete(key, live, request.IntentId))
            return Keep(step, "no longer carries the mark of this intent, so it is somebody else's now") with { IsForeign = true };
        if (!request.Options.Prune && !request.Options.Teardown)
            return Keep(step, "is kept, as the intent asks to delete nothing");
        if (IsClaim(key) && !request.Options.DeleteVolumes)
            return Keep(step, "holds data and is kept; deleteVolumes takes it away");
        return step;
    }

    // A mistake in whatever writes intents must not empty a namespace.
    private List<PlanStep> HoldTooMany(List<PlanStep> steps)
    {
        var leaving = steps.Count(step => step.Action == PlanAction.Prune);
        var isTooMuch = leaving > request.Options.MaxPruneCount && leaving > request.Options.MaxPruneShare * request.Inventory.Count;
        if (request.Options.Teardown || !isTooMuch)
            return steps;
        var why = $"{leaving} of {request.Inventory.Count} objects would vanish at once; undeploy or remove the intent if that is meant";
        return [.. steps.Select(step => step.Action == PlanAction.Prune ? Keep(step, why, FailureReason.PruneBlocked) : step)];
    }

    // A namespace goes only when nothing in it is anybody else's or was kept.
    private PlanStep KeepNamespace(PlanStep step, IReadOnlyList<PlanStep> all)
    {
        if (step.Action != PlanAction.Prune || !Claim.IsNamespace(step.Key))
            return step;
        var holdsSomething = !request.Live.NamespacesOfOurs.Contains(step.Key.Name)
            || all.Any(other => other.Key.Namespace == step.Key.Name && other.Action == PlanAction.Keep)
            || _stays.Any(identity => identity.Namespace == step.Key.Name);
        return holdsSomething ? Keep(step, "holds objects of others, or ones that are kept") : step;
    }

    // It goes with its namespace; or where the intent still has that and does without the policy, as the customer then wants of all there.
    private PlanStep KeepShared(PlanStep step, IReadOnlyList<PlanStep> all)
    {
        if (step.Action != PlanAction.Prune || !SharedPolicy.Is(step.Key))
            return step;
        var home = step.Key.Namespace;
        var goesToo = all.Any(other => other.Action == PlanAction.Prune && Claim.IsNamespace(other.Key) && other.Key.Name == home)
            || request.Desired.Any(wanted => Claim.IsNamespace(wanted.Key) && wanted.Key.Name == home);
        return goesToo ? step : Keep(step, "is shared by all components of the project; it goes with the namespace");
    }

    private static PlanStep Keep(PlanStep step, string message, FailureReason? reason = null) =>
        step with { Action = PlanAction.Keep, Uid = null, Message = message, Reason = reason };

    private static bool IsClaim(ObjectKey key) => key is { Group: "", Kind: "PersistentVolumeClaim" };
}
