using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

internal static class NodeColumns
{
    private const string Role = "node-role.kubernetes.io/";

    public static IReadOnlyList<TableColumn> All { get; } =
    [
        Cells.Name,
        new("Status", (o, _) => Status(o)),
        new("Roles", (o, _) => Roles(o)),
        Cells.Age,
        new("Version", (o, _) => o.Text("status", "nodeInfo", "kubeletVersion") ?? ""),
        new("Internal-IP", (o, _) => Address(o, "InternalIP"), Priority: 1),
        new("External-IP", (o, _) => Address(o, "ExternalIP"), Priority: 1),
        new("OS-Image", (o, _) => o.Text("status", "nodeInfo", "osImage") ?? Cells.Unknown, Priority: 1),
        new("Kernel-Version", (o, _) => o.Text("status", "nodeInfo", "kernelVersion") ?? Cells.Unknown, Priority: 1),
        new("Container-Runtime", (o, _) => o.Text("status", "nodeInfo", "containerRuntimeVersion") ?? Cells.Unknown, Priority: 1),
    ];

    private static string Status(JsonObject node)
    {
        var ready = node.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "Ready").Text("status");
        var status = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return node.Bool("spec", "unschedulable") == true ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonObject node)
    {
        var roles = (node.Object("metadata", "labels") ?? []).Select(l => l.Key).Where(k => k.StartsWith(Role, StringComparison.Ordinal))
            .Select(k => k[Role.Length..]);
        var text = string.Join(',', roles);
        return text.Length == 0 ? Cells.None : text;
    }

    private static string Address(JsonObject node, string type) =>
        node.Items("status", "addresses").FirstOrDefault(a => a.Text("type") == type).Text("address") ?? Cells.None;
}
