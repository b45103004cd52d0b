using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Render;

/// <summary>Renders the namespace. Every intent of an environment renders the same bytes, whatever else it asks for.</summary>
internal static class NamespaceRenderer
{
    public static DesiredObject Render(string name, IntentLabels labels, PodSecurityLevel level, int wave = 0)
    {
        var word = level == PodSecurityLevel.Restricted ? "restricted" : "baseline";
        var all = labels.Place();
        foreach (var mode in (IEnumerable<string>)["enforce", "audit", "warn"])
            all[$"pod-security.kubernetes.io/{mode}"] = word;

        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = Sparse.Map(all) },
        };
        return new DesiredObject($"Namespace/{name}", new ObjectKey("", "v1", "Namespace", null, name), manifest, wave);
    }
}
