using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Where the level is restricted, nothing runs as root, by its own word or the pod's.</summary>
internal sealed class UserRule : PodRule
{
    /// <inheritdoc/>
    public override string Name => "user";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        if (rules.PodSecurity != PodSecurityLevel.Restricted)
            yield break;
        if (IsRoot(pod.SecurityContext?["runAsUser"]))
            yield return pod.Finding("securityContext.runAsUser", "must not be 0");
        if (Json.IsOff(pod.SecurityContext?["runAsNonRoot"]))
            yield return pod.Finding("securityContext.runAsNonRoot", "must be true");
        var isSaidByPod = pod.SecurityContext.IsTrue("runAsNonRoot");
        foreach (var container in pod.Containers)
        {
            foreach (var (path, context) in container.SecurityContexts)
            {
                if (IsRoot(context["runAsUser"]))
                    yield return pod.Owner.Finding($"{path}.runAsUser", "must not be 0");
                if (Json.IsOff(context["runAsNonRoot"]))
                    yield return pod.Owner.Finding($"{path}.runAsNonRoot", "must be true");
            }

            if (pod.IsWhole && !isSaidByPod && container.SecurityContext?["runAsNonRoot"] is null)
                yield return pod.Owner.Finding($"{container.Path}.securityContext.runAsNonRoot", "must be true, here or for the whole pod");
        }
    }

    private static bool IsRoot(System.Text.Json.Nodes.JsonNode? user) => user is not null && !(user.Number() > 0);
}
