using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

internal static class EventColumns
{
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        new("Last Seen", (o, now) => Cells.Since(Last(o), now)),
        new("Type", (o, _) => o.Text("type") ?? ""),
        new("Reason", (o, _) => o.Text("reason") ?? ""),
        new("Object", (o, _) => $"{o.Text("involvedObject", "kind")?.ToLowerInvariant()}/{o.Text("involvedObject", "name")}"),
        new("Subobject", (o, _) => o.Text("involvedObject", "fieldPath") ?? "", Priority: 1),
        new("Source", (o, _) => Source(o), Priority: 1),
        new("Message", (o, _) => o.Text("message")?.Trim() ?? ""),
        new("First Seen", (o, now) => Cells.Since(First(o), now), Priority: 1),
        new("Count", (o, _) => Math.Max(1, o.Long("series", "count") ?? o.Long("count") ?? 1), Priority: 1),
        Cells.Name with { Priority = 1 },
    ];

    private static DateTimeOffset? Last(JsonObject e) => e.Time("series", "lastObservedTime") ?? e.Time("lastTimestamp") ?? First(e);

    private static DateTimeOffset? First(JsonObject e) =>
        e.Time("firstTimestamp") ?? e.Time("eventTime") ?? e.Time("metadata", "creationTimestamp");

    private static string Source(JsonObject e)
    {
        var component = e.Text("source", "component") ?? e.Text("reportingComponent") ?? "";
        return e.Text("source", "host") is { } host ? $"{component}, {host}" : component;
    }
}
