using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Containers add no capabilities but those of the level and the list; restricted ones drop all others.</summary>
internal sealed class CapabilityRule : PodRule
{
    private static readonly string[] _baseline =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    /// <inheritdoc/>
    public override string Name => "capabilities";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        var allowed = Allowed(rules);
        foreach (var container in pod.Containers)
        {
            foreach (var (path, context) in container.SecurityContexts)
            {
                if (allowed is not null && Json.Texts(context.At("capabilities", "add")).Any(added => !allowed.Contains(added)))
                    yield return pod.Owner.Finding($"{path}.capabilities.add", $"must have {Listed(allowed)}");
            }

            var isDropped = Json.Texts(container.SecurityContext.At("capabilities", "drop")).Contains("ALL");
            if (pod.IsWhole && rules.PodSecurity == PodSecurityLevel.Restricted && !isDropped)
                yield return pod.Owner.Finding($"{container.Path}.securityContext.capabilities.drop", "must have ALL");
        }
    }

    private static IReadOnlyList<string>? Allowed(PolicyRules rules) => (rules.PodSecurity, rules.Containers.Capabilities) switch
    {
        (PodSecurityLevel.Privileged, var listed) => listed,
        (PodSecurityLevel.Baseline, var listed) => listed is null ? _baseline : [.. _baseline.Intersect(listed)],
        (_, null) => ["NET_BIND_SERVICE"],
        (_, var listed) => [.. listed.Where(name => name == "NET_BIND_SERVICE")],
    };

    private static string Listed(IReadOnlyList<string> allowed) => allowed.Count == 0 ? "none" : $"none but {string.Join(", ", allowed)}";
}
