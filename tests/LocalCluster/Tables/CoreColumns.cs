using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using static Pdp.LocalCluster.Tables.Cells;

namespace Pdp.LocalCluster.Tables;

/// <summary>The columns of the core group.</summary>
internal static class CoreColumns
{
    private const string Unset = "<unset>";

    public static IReadOnlyDictionary<string, IReadOnlyList<TableColumn>> All { get; } = new Dictionary<string, IReadOnlyList<TableColumn>>
    {
        ["configmaps"] = [Name, new("Data", (o, _) => Count(o, "data") + Count(o, "binaryData")), Age],
        ["endpoints"] = [Name, new("Endpoints", (o, _) => Subsets(o)), Age],
        ["events"] = EventColumns.All,
        ["namespaces"] = [Name, Text("Status", "status", "phase"), Age],
        ["nodes"] = NodeColumns.All,
        ["persistentvolumeclaims"] =
        [
            Name,
            new("Status", (o, _) => o.Text("metadata", "deletionTimestamp") is null ? o.Text("status", "phase") ?? "" : "Terminating"),
            new("Volume", (o, _) => o.Text("spec", "volumeName") ?? ""),
            new("Capacity", (o, _) => o.Text("status", "capacity", "storage") ?? ""),
            new("Access Modes", (o, _) => AccessModes(o.Array("status", "accessModes"))),
            new("StorageClass", (o, _) => o.Text("spec", "storageClassName") ?? ""),
            new("VolumeAttributesClass", (o, _) => o.Text("spec", "volumeAttributesClassName") ?? Unset),
            Age,
            new("VolumeMode", (o, _) => o.Text("spec", "volumeMode") ?? Unset, Priority: 1),
        ],
        ["persistentvolumes"] =
        [
            Name,
            new("Capacity", (o, _) => o.Text("spec", "capacity", "storage") ?? ""),
            new("Access Modes", (o, _) => AccessModes(o.Array("spec", "accessModes"))),
            new("Reclaim Policy", (o, _) => o.Text("spec", "persistentVolumeReclaimPolicy")),
            new("Status", (o, _) => o.Text("status", "phase") ?? ""),
            new("Claim", (o, _) => o.Object("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : ""),
            new("StorageClass", (o, _) => o.Text("spec", "storageClassName") ?? ""),
            new("VolumeAttributesClass", (o, _) => o.Text("spec", "volumeAttributesClassName") ?? Unset),
            new("Reason", (o, _) => o.Text("status", "reason") ?? ""),
            Age,
            new("VolumeMode", (o, _) => o.Text("spec", "volumeMode") ?? Unset, Priority: 1),
        ],
        ["pods"] =
        [
            Name,
            new("Ready", (o, _) => PodCells.Ready(o)),
            new("Status", (o, _) => PodCells.Status(o)),
            new("Restarts", (o, now) => PodCells.Restarts(o, now)),
            Age,
            Text("IP", "status", "podIP") with { Priority = 1 },
            Text("Node", "spec", "nodeName") with { Priority = 1 },
            Text("Nominated Node", "status", "nominatedNodeName") with { Priority = 1 },
            new("Readiness Gates", (_, _) => None, Priority: 1),
        ],
        ["secrets"] = [Name, Text("Type", "type"), new("Data", (o, _) => Count(o, "data")), Age],
        ["serviceaccounts"] = [Name, Age],
        ["services"] = ServiceColumns.All,
    };

    private static int Count(JsonObject obj, string field) => obj.Object(field)?.Count ?? 0;

    private static string AccessModes(JsonArray? modes) => string.Join(',', (modes ?? []).Select(m => m.Text() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other ?? "",
    }));

    private static string Subsets(JsonObject endpoints) => Listed(endpoints.Items("subsets").SelectMany(s =>
        s.Items("addresses").SelectMany(a => s.Items("ports").Select(p => $"{a.Text("ip")}:{p.Long("port")}"))));
}
