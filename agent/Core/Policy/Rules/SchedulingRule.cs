using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Pods go through the scheduler, and before nobody the customer did not put them before.</summary>
internal sealed class SchedulingRule : PodRule
{
    /// <inheritdoc/>
    public override string Name => "scheduling";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        if (!rules.Scheduling.NodeName && pod.Spec["nodeName"] is not null)
            yield return pod.Finding("nodeName", "must not be set");
        if (pod.Spec["priority"] is not null)
            yield return pod.Finding("priority", "must not be set; a priority class says it");
        var name = pod.Spec["priorityClassName"]?.ToString() ?? "";
        if (name.Length > 0 && !IsAllowed(name, rules.Scheduling.PriorityClasses))
        {
            yield return pod.Finding("priorityClassName", rules.Scheduling.PriorityClasses is { Count: > 0 } allowed
                ? $"must be one of {string.Join(", ", allowed)}"
                : "must not be one of the system's, or any where the policy has none");
        }
    }

    private static bool IsAllowed(string name, IReadOnlyList<string>? allowed) =>
        allowed?.Contains(name) ?? !name.StartsWith("system-", StringComparison.Ordinal);
}
