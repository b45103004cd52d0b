using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>Plans what is wanted: one step for each object.</summary>
internal sealed class ApplySteps(PlanRequest request)
{
    private readonly HashSet<(string Group, string Kind, string? Namespace, string Name)> _inventory =
        [.. request.Inventory.Select(entry => ObjectKey.Of(entry).Identity)];

    private readonly Exemptions _declared = new(request.Exemptions, []);
    private readonly Exemptions _exemptions = new(request.Exemptions, request.Held);

    private readonly AutoscaledReplicas _autoscaled = new(request.Desired);

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<PlanStep> Plan()
    {
        var seen = new HashSet<(string Group, string Kind, string? Namespace, string Name)>();
        return
        [
            .. KindOrder.Order(request.Desired, wanted => (wanted.Wave, wanted.Key))
                .Select(wanted => seen.Add(wanted.Key.Identity)
                    ? Step(wanted)
                    : Refuse(wanted, FailureReason.Conflict, "is asked for twice by this intent")),
        ];
    }

    private PlanStep Step(DesiredObject wanted)
    {
        if (!request.Live.Objects.TryGetValue(wanted.Key.Identity, out var live))
            return Create(wanted);
        if (ManifestObject.IsBeingDeleted(live))
            return New(wanted, PlanAction.Wait) with { Message = "is being deleted; made again once it is gone" };
        if (Claim.Problem(wanted, live, request.IntentId, _inventory.Contains(wanted.Key.Identity)) is { } claimed)
            return Refuse(wanted, FailureReason.Conflict, claimed);
        if (ImmutableFields.Changed(wanted.Manifest, live, wanted.Key) is { } fixedField)
            return Refuse(wanted, FailureReason.ObjectInvalid, $"{fixedField} can never change once it is made; {HowToChange(wanted.Key)}");
        return Compare(wanted, live);
    }

    private PlanStep Create(DesiredObject wanted)
    {
        var isRepair = request.WasApplied && _inventory.Contains(wanted.Key.Identity);
        return New(wanted, PlanAction.Create) with
        {
            Manifest = AppliedHash.Stamp(wanted.Manifest),
            IsRepair = isRepair,
            Held = isRepair && _exemptions.IsHeld(wanted.Key, "") ? [""] : [],
        };
    }

    private PlanStep Compare(DesiredObject wanted, JsonObject live)
    {
        var isSameManifest = AppliedHash.On(live) == AppliedHash.Of(wanted.Manifest);
        // What is new is applied as a whole, whoever fights over what was before.
        var exemptions = isSameManifest ? _exemptions : _declared;
        var drift = Drift.Of(wanted.Manifest, live, exemptions);
        var fields = drift.Fields;
        if (_autoscaled.IsStuck(wanted, live))
            fields = [.. fields, "spec.replicas"];
        if (isSameManifest && fields.Count == 0)
            return New(wanted, PlanAction.Unchanged) with { Held = drift.Held };
        var manifest = drift.Left.Count > 0 ? Yielding.Of(wanted.Manifest, live, exemptions, isSameManifest) : wanted.Manifest;
        return New(wanted, PlanAction.Configure) with
        {
            Manifest = WithReplicas(AppliedHash.Stamp(manifest, AppliedHash.Of(wanted.Manifest)), _autoscaled.ToKeep(wanted, live)),
            IsRepair = isSameManifest,
            Fields = fields,
            Writers = drift.Writers,
            Held = drift.Held,
        };
    }

    private static JsonObject WithReplicas(JsonObject manifest, long? number)
    {
        if (number is not null && manifest["spec"] is JsonObject spec)
            spec["replicas"] = number;
        return manifest;
    }

    private static PlanStep Refuse(DesiredObject wanted, FailureReason reason, string message) =>
        New(wanted, PlanAction.Refuse) with { Reason = reason, Message = message };

    private static PlanStep New(DesiredObject wanted, PlanAction action) =>
        new() { Action = action, Key = wanted.Key, Id = wanted.Id, Wave = wanted.Wave };

    private static string HowToChange(ObjectKey key) => key.Kind switch
    {
        "ConfigMap" or "Secret" => "delete it and the agent makes it again",
        "Job" => "give the new one another name",
        _ => "undeploy it first, or give the new one another name",
    };
}
