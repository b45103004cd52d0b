using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>
/// Fields that matter are spelled as Kubernetes does. <c>HostNetwork</c> is no field to the API server, but an operator that reads the
/// same object may take it for one, since Go's JSON does.
/// </summary>
internal sealed class SpellingRule : PodRule
{
    private static readonly Dictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase);

    static SpellingRule()
    {
        foreach (var name in (string[])
            [
                "containers", "initContainers", "ephemeralContainers", "volumes", "securityContext", "hostNetwork", "hostPID", "hostIPC",
                "hostUsers", "hostPath", "hostPort", "hostIP", "serviceAccountName", "serviceAccount", "automountServiceAccountToken",
                "nodeName", "priorityClassName", "image", "privileged", "allowPrivilegeEscalation", "procMount", "capabilities", "add",
                "drop", "runAsUser", "runAsNonRoot", "runAsGroup", "seccompProfile", "appArmorProfile", "seLinuxOptions", "sysctls",
                "windowsOptions", "hostProcess", "resources", "limits", "requests", "projected", "sources", "serviceAccountToken", "csi", "ephemeral",
            ])
            _known.Add(name, name);
    }

    /// <inheritdoc/>
    public override string Name => "spelling";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules) =>
        Misspelled(pod.Spec).Concat(pod.Containers.Where(_ => pod.Spec.Count == 0).SelectMany(container => Misspelled(container.Body)))
            .Distinct()
            .Select(name => pod.Finding(name, $"must be spelled {_known[name]}"));

    private static IEnumerable<string> Misspelled(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(member =>
            Misspelled(member.Value).Concat(_known.TryGetValue(member.Key, out var right) && right != member.Key ? [member.Key] : [])),
        JsonArray a => a.SelectMany(Misspelled),
        _ => [],
    };
}
