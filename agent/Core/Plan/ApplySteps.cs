using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>Plans what is wanted: one step for each object.</summary>
internal sealed class ApplySteps(PlanRequest request)
{
    private readonly HashSet<(string Group, string Kind, string? Namespace, string Name)> _inventory =
        [.. request.Inventory.Select(entry => ObjectKey.Of(entry).Identity)];

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

    private PlanStep Create(DesiredObject wanted) => New(wanted, PlanAction.Create) with
    {
        Manifest = AppliedHash.Stamp(wanted.Manifest),
        IsRepair = request.WasApplied && _inventory.Contains(wanted.Key.Identity),
    };

    private PlanStep Compare(DesiredObject wanted, JsonObject live)
    {
        var isSameManifest = AppliedHash.On(live) == AppliedHash.Of(wanted.Manifest);
        var fields = Drift.Between(wanted.Manifest, live);
        if (_autoscaled.IsStuck(wanted, live))
            fields = [.. fields, "spec.replicas"];
        return isSameManifest && fields.Count == 0
            ? New(wanted, PlanAction.Unchanged)
            : New(wanted, PlanAction.Configure) with
            {
                Manifest = WithReplicas(AppliedHash.Stamp(wanted.Manifest), _autoscaled.ToKeep(wanted, live)),
                IsRepair = isSameManifest,
                Fields = fields,
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
