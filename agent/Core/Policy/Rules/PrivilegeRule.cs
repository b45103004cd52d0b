using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Containers are not privileged and, where the level is restricted, cannot become so.</summary>
internal sealed class PrivilegeRule : PodRule
{
    /// <inheritdoc/>
    public override string Name => "privilege";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        var mayBePrivileged = rules.PodSecurity == PodSecurityLevel.Privileged && rules.Containers.Privileged;
        foreach (var container in pod.Containers)
        {
            foreach (var (path, context) in container.SecurityContexts)
            {
                if (!mayBePrivileged && Json.IsOn(context["privileged"]))
                    yield return pod.Owner.Finding($"{path}.privileged", "must not be set");
                if (rules.PodSecurity != PodSecurityLevel.Privileged && context["procMount"] is { } mount && mount.ToString() != "Default")
                    yield return pod.Owner.Finding($"{path}.procMount", "must be Default");
                if (!mayBePrivileged && Json.IsOn(context.At("windowsOptions", "hostProcess")))
                    yield return pod.Owner.Finding($"{path}.windowsOptions.hostProcess", "must not be set");
                if (rules.PodSecurity == PodSecurityLevel.Restricted && Json.IsOn(context["allowPrivilegeEscalation"]))
                    yield return pod.Owner.Finding($"{path}.allowPrivilegeEscalation", "must be false");
            }

            var mustSay = pod.IsWhole && rules.PodSecurity == PodSecurityLevel.Restricted;
            if (mustSay && container.SecurityContext?["allowPrivilegeEscalation"] is null)
                yield return pod.Owner.Finding($"{container.Path}.securityContext.allowPrivilegeEscalation", "must be false");
        }

        if (!mayBePrivileged && Json.IsOn(pod.SecurityContext.At("windowsOptions", "hostProcess")))
            yield return pod.Finding("securityContext.windowsOptions.hostProcess", "must not be set");
    }
}
