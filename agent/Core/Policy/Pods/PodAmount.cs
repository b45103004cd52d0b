using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Pods;

/// <summary>
/// What a pod needs of a resource, as the scheduler counts: its containers together, or the largest of those that run before them if that
/// is more (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers).
/// </summary>
internal static class PodAmount
{
    /// <summary>The amount; what a container leaves out counts as nothing, for another rule refuses that.</summary>
    public static Quantity Of(FoundPod pod, string resource)
    {
        Quantity running = default, largestStart = default, sidecars = default;
        foreach (var container in pod.Containers)
        {
            var amount = container.Amount(resource) ?? default;
            switch (container.Role)
            {
                case ContainerRole.Init when sidecars + amount > largestStart:
                    largestStart = sidecars + amount;
                    break;
                case ContainerRole.Sidecar:
                    sidecars += amount;
                    running += amount;
                    break;
                case ContainerRole.Main:
                    running += amount;
                    break;
            }
        }

        var own = new FoundContainer(ContainerRole.Main, pod.Path, pod.Spec).Amount(resource) ?? default;
        return Max(own, Max(running, largestStart));
    }

    private static Quantity Max(Quantity one, Quantity other) => one > other ? one : other;
}
