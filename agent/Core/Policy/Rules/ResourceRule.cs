using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Containers say what they need, and need no more than a container and a pod may.</summary>
internal sealed class ResourceRule : PodRule
{
    /// <inheritdoc/>
    public override string Name => "resources";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        var limits = rules.Resources;
        // An ephemeral container cannot ask for anything: it takes what the pod has.
        foreach (var container in pod.Containers.Where(container => container.Role != ContainerRole.Ephemeral))
        {
            var must = limits.Require.Concat(limits.Container.Keys).Concat(limits.Pod.Keys).Concat(limits.Intent.Keys).Distinct();
            foreach (var resource in must.Where(_ => pod.IsWhole).Where(resource => container.Amount(resource) is null))
                yield return pod.Owner.Finding($"{container.Path}.resources.{resource}", "must be given");
            foreach (var (resource, most) in limits.Container.Where(ceiling => container.Amount(ceiling.Key) > Ceiling(ceiling.Value)))
                yield return pod.Owner.Finding($"{container.Path}.resources.{resource}", $"must be at most {most}");
            if (Amounts(container).Any(amount => amount is not { IsNegative: false }))
                yield return pod.Owner.Finding($"{container.Path}.resources", "must be amounts, such as 500m or 1Gi");
        }

        foreach (var (resource, most) in limits.Pod.Where(ceiling => PodAmount.Of(pod, ceiling.Key) > Ceiling(ceiling.Value)))
            yield return pod.Finding($"resources.{resource}", $"must be at most {most} for the pod as a whole");
    }

    private static Quantity Ceiling(string text) => Quantity.TryParse(text, out var amount) ? amount : default;

    private static IEnumerable<Quantity?> Amounts(FoundContainer container) =>
        from side in (string[])["requests", "limits"]
        from entry in container.Body.At("resources", side) as System.Text.Json.Nodes.JsonObject ?? []
        select Quantity.TryParse(entry.Value?.ToString(), out var amount) ? amount : (Quantity?)null;
}
