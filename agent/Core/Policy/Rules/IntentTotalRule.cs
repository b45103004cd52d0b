using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>All pods of an intent, at their most replicas, together need no more than an intent may.</summary>
internal sealed class IntentTotalRule : IPolicyRule
{
    /// <inheritdoc/>
    public string Name => "intentResources";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules)
    {
        if (rules.Resources.Intent.Count == 0)
            yield break;
        foreach (var everywhere in subject.Objects.Where(o => o.Is("apps", "DaemonSet")))
            yield return new Finding(everywhere.Id, "a DaemonSet has a pod on every node; where there is a ceiling it cannot be used");
        foreach (var (resource, most) in rules.Resources.Intent)
        {
            Quantity total = default;
            foreach (var pod in subject.Pods)
                total += PodAmount.Of(pod, resource) * ReplicaCount.Most(pod.Owner, subject);
            if (!Quantity.TryParse(most, out var ceiling) || total > ceiling)
                yield return new Finding("spec", $"{resource} of all its pods together must be at most {most}");
        }
    }
}
