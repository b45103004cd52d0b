using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Kernel parameters are those that stay inside the pod, and the customer's where the level allows others.</summary>
internal sealed class SysctlRule : IPolicyRule
{
    private static readonly string[] _safe =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    private static readonly string[] _annotations =
        ["security.alpha.kubernetes.io/sysctls", "security.alpha.kubernetes.io/unsafe-sysctls"];

    /// <inheritdoc/>
    public string Name => "sysctls";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(PolicySubject subject, PolicyRules rules)
    {
        string[] allowed = rules.PodSecurity == PodSecurityLevel.Privileged ? [.. _safe, .. rules.Containers.Sysctls] : _safe;
        return subject.Pods.SelectMany(pod => OfPod(pod, allowed)).Concat(subject.Objects.SelectMany(OfAnnotations));
    }

    private static IEnumerable<Finding> OfPod(FoundPod pod, string[] allowed) => pod.SecurityContext.Objects("sysctls")
        .Select((sysctl, i) => (Sysctl: sysctl, Index: i))
        // The kernel takes slashes for dots.
        .Where(item => !allowed.Contains(item.Sysctl.Text("name").Replace('/', '.')))
        .Select(item => pod.Finding($"securityContext.sysctls[{item.Index}].name", $"must be one of {string.Join(", ", allowed)}"));

    private static IEnumerable<Finding> OfAnnotations(CheckedObject wanted) => AnnotationWalk.In(wanted.Manifest)
        .Where(found => _annotations.Contains(found.Key, StringComparer.OrdinalIgnoreCase))
        .Select(found => wanted.Finding(found.Path, $"must not have {found.Key}; use securityContext.sysctls"));
}
