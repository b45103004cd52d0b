using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using static Pdp.LocalCluster.Tables.Cells;

namespace Pdp.LocalCluster.Tables;

/// <summary>The columns of what runs pods.</summary>
internal static class WorkloadColumns
{
    public static IReadOnlyDictionary<string, IReadOnlyList<TableColumn>> All { get; } = new Dictionary<string, IReadOnlyList<TableColumn>>
    {
        ["controllerrevisions.apps"] =
        [
            Name,
            new("Controller", (o, _) => Controller(o)),
            new("Revision", (o, _) => o.Long("revision") ?? 0),
            Age,
        ],
        ["daemonsets.apps"] =
        [
            Name,
            Number("Desired", "status", "desiredNumberScheduled"),
            Number("Current", "status", "currentNumberScheduled"),
            Number("Ready", "status", "numberReady"),
            Number("Up-to-date", "status", "updatedNumberScheduled"),
            Number("Available", "status", "numberAvailable"),
            new("Node Selector", (o, _) => Of(o.At("spec", "template", "spec", "nodeSelector"))),
            Age,
            Containers,
            Images,
            Selector,
        ],
        ["deployments.apps"] =
        [
            Name,
            new("Ready", (o, _) => Share(o, "readyReplicas")),
            new("Up-to-date", (o, _) => o.Long("status", "updatedReplicas") ?? 0),
            new("Available", (o, _) => o.Long("status", "availableReplicas") ?? 0),
            Age,
            Containers,
            Images,
            Selector,
        ],
        ["replicasets.apps"] = Replicas,
        ["replicationcontrollers"] = Replicas,
        ["statefulsets.apps"] = [Name, new("Ready", (o, _) => Share(o, "readyReplicas")), Age, Containers, Images],
        ["jobs.batch"] = JobColumns.All,
        ["cronjobs.batch"] =
        [
            Name,
            Text("Schedule", "spec", "schedule"),
            Text("Timezone", "spec", "timeZone"),
            new("Suspend", (o, _) => o.Bool("spec", "suspend") == true ? "True" : "False", "boolean"),
            new("Active", (o, _) => o.Items("status", "active").Count(), "integer"),
            new("Last Schedule", (o, now) => o.Time("status", "lastScheduleTime") is { } at ? Since(at, now) : None),
            Age,
            Containers,
            Images,
            Selector,
        ],
        ["horizontalpodautoscalers.autoscaling"] =
        [
            Name,
            new("Reference", (o, _) => $"{o.Text("spec", "scaleTargetRef", "kind")}/{o.Text("spec", "scaleTargetRef", "name")}"),
            new("Targets", (o, _) => string.Join(", ", o.Items("spec", "metrics").Select(Target))),
            new("MinPods", (o, _) => Plain(o.At("spec", "minReplicas"), "<unset>")),
            new("MaxPods", (o, _) => o.Long("spec", "maxReplicas")),
            new("Replicas", (o, _) => o.Long("status", "currentReplicas") ?? 0),
            Age,
        ],
        ["poddisruptionbudgets.policy"] =
        [
            Name,
            new("Min Available", (o, _) => Plain(o.At("spec", "minAvailable"))),
            new("Max Unavailable", (o, _) => Plain(o.At("spec", "maxUnavailable"))),
            Number("Allowed Disruptions", "status", "disruptionsAllowed"),
            Age,
        ],
    };

    private static IReadOnlyList<TableColumn> Replicas =>
    [
        Name,
        Number("Desired", "spec", "replicas"),
        Number("Current", "status", "replicas"),
        Number("Ready", "status", "readyReplicas"),
        Age,
        Containers,
        Images,
        Selector,
    ];

    private static string Share(JsonObject obj, string ready) =>
        string.Create(CultureInfo.InvariantCulture, $"{obj.Long("status", ready) ?? 0}/{obj.Long("spec", "replicas") ?? 0}");

    private static string Controller(JsonObject obj)
    {
        var owner = obj.Items("metadata", "ownerReferences").FirstOrDefault(r => r.Bool("controller") == true);
        return owner is null ? None : $"{owner.Text("kind")?.ToLowerInvariant()}.apps/{owner.Text("name")}";
    }

    private static string Target(JsonObject metric)
    {
        var target = metric.Object("resource", "target");
        var wanted = target.Long("averageUtilization") is { } share ? $"{share}%" : target.Text("averageValue") ?? Unknown;
        return $"{metric.Text("resource", "name") ?? metric.Text("type")}: {Unknown}/{wanted}";
    }
}
