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
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        var misspelled = new List<string>();
        Collect(pod.Spec, misspelled);
        if (pod.Spec.Count == 0)
        {
            foreach (var container in pod.Containers) Collect(container.Body, misspelled);
        }
        return misspelled.Distinct().Select(name => pod.Finding(name, $"must be spelled {_known[name]}"));
    }

    // Every field of every pod at every pass: a query within a query at each level would take more time than all other rules together.
    private static void Collect(JsonNode? node, List<string> misspelled)
    {
        switch (node)
        {
            case JsonObject obj:
                foreach (var (name, value) in obj)
                {
                    Collect(value, misspelled);
                    if (_known.TryGetValue(name, out var right) && right != name) misspelled.Add(name);
                }
                break;
            case JsonArray array:
                foreach (var item in array) Collect(item, misspelled);
                break;
        }
    }
}
