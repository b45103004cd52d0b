using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Tables;

/// <summary>The columns a custom resource's definition asks for; the name comes first, the age where there is none.</summary>
internal static class CustomColumns
{
    public static IReadOnlyList<TableColumn> Of(JsonArray columns) =>
        columns.Count == 0 ? [Cells.Name, Cells.Age] : [Cells.Name, .. columns.OfType<JsonObject>().Select(Column)];

    private static TableColumn Column(JsonObject column)
    {
        var type = column.Text("type") ?? "string";
        var path = JsonPath.Parse(column.Text("jsonPath") ?? "");
        return new TableColumn(column.Text("name") ?? "", (o, now) => Cell(path, type, o, now), type, column.Int("priority") ?? 0)
        {
            Format = column.Text("format") ?? "",
            Description = column.Text("description") ?? "",
        };
    }

    private static JsonNode? Cell(JsonPath path, string type, JsonObject obj, DateTimeOffset now)
    {
        var found = path.Find(obj).ToList();
        if (found.Count == 0)
            return null;
        return type switch
        {
            "date" => Cells.Since(found[0].Time(), now),
            "string" => string.Join(',', found.Select(Plain)),
            _ => found[0]?.DeepClone(),
        };
    }

    private static string Plain(JsonNode? value) => value switch
    {
        JsonValue when value.TryText(out var text) => text,
        JsonValue when value.TryFlag(out var flag) => flag ? "true" : "false",
        JsonValue when value.TryReal(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => JsonText.Compact(value),
    };
}
