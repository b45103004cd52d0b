using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>Finds what a policy allows in one place and forbids in another, so that nobody believes to have allowed it.</summary>
internal static class Contradictions
{
    /// <summary>What contradicts the Pod Security level of the same rules.</summary>
    public static IEnumerable<string> In(PolicyRules rules, string path)
    {
        if (rules.PodSecurity == PodSecurityLevel.Privileged)
            return [];
        var (host, containers) = (rules.Host, rules.Containers);
        (string Field, bool IsAllowed)[] fields =
        [
            ("host.network", host.Network), ("host.pid", host.Pid), ("host.ipc", host.Ipc), ("host.paths", host.Paths.Count > 0),
            ("host.ports", host.Ports.Count > 0), ("containers.privileged", containers.Privileged),
            ("containers.sysctls", containers.Sysctls.Count > 0),
        ];
        return fields.Where(field => field.IsAllowed)
            .Select(field => $"{path}.{field.Field}: allows nothing unless {path}.podSecurity is privileged");
    }
}
