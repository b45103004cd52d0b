using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Selectors;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>What Deployments, ReplicaSets, StatefulSets and DaemonSets have in common: a selector that matches their own pods.</summary>
internal class WorkloadRules : KindRules
{
    public override void Default(JsonObject obj) => PodSpecRules.Default(obj.Object("spec", "template", "spec"));

    public override void Validate(JsonObject obj, ErrorList errors)
    {
        if (obj.Object("spec", "selector") is not { } selector)
            return;
        var labels = obj.Object("spec", "template", "metadata", "labels");
        if (selector.Count == 0)
            errors.Invalid("spec.selector", selector, "empty selector is invalid for deployment");
        else if (!LabelSelector.Of(selector).Matches(labels))
            errors.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
    }

    public override void ValidateLast(JsonObject obj, ErrorList errors)
    {
        PodSpecRules.Validate(obj.Object("spec", "template", "spec"), "spec.template.spec", Claims(obj), errors);
        if (obj.Text("spec", "template", "spec", "restartPolicy") is { } policy and not "Always")
            errors.NotSupported("spec.template.spec.restartPolicy", policy, ["Always"]);
        if (IsZero(obj.At("spec", "strategy", "rollingUpdate", "maxUnavailable"))
            && IsZero(obj.At("spec", "strategy", "rollingUpdate", "maxSurge")))
            errors.Invalid("spec.strategy.rollingUpdate.maxUnavailable", 0, "may not be 0 when `maxSurge` is 0");
    }

    protected virtual IEnumerable<string> Claims(JsonObject obj) => [];

    private static bool IsZero(JsonNode? amount) => (amount.TryWhole(out var count) && count == 0) || amount.Text() == "0%";
}
