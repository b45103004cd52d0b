using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Selectors;

namespace Pdp.LocalCluster.Tables;

/// <summary>Cells many kinds have.</summary>
internal static class Cells
{
    public const string None = "<none>";
    public const string Unknown = "<unknown>";

    public static TableColumn Name { get; } = new("Name", (o, _) => o.Text("metadata", "name")) { Format = "name" };

    public static TableColumn Age { get; } = new("Age", (o, now) => Since(o.Time("metadata", "creationTimestamp"), now));

    public static TableColumn CreatedAt { get; } = new("Created At", (o, _) => o.Text("metadata", "creationTimestamp"), "date");

    /// <summary>A field's text, or <c>&lt;none&gt;</c>.</summary>
    public static TableColumn Text(string name, params string[] path) => new(name, (o, _) => o.Text(path) ?? None);

    public static TableColumn Number(string name, params string[] path) => new(name, (o, _) => o.Long(path) ?? 0, "integer");

    public static TableColumn Containers { get; } = new("Containers", (o, _) => Joined(Template(o), "name"), Priority: 1);

    public static TableColumn Images { get; } = new("Images", (o, _) => Joined(Template(o), "image"), Priority: 1);

    public static TableColumn Selector { get; } = new("Selector", (o, _) => Of(o.At("spec", "selector")), Priority: 1);

    /// <summary>A selector as text; one that selects nothing in particular is none.</summary>
    public static string Of(JsonNode? selector)
    {
        if (selector is not JsonObject obj)
            return None;
        var text = (
            obj.ContainsKey("matchLabels") || obj.ContainsKey("matchExpressions")
                ? LabelSelector.Of(obj)
                : LabelSelector.OfMap(obj)).ToString();
        return text.Length == 0 ? None : text;
    }

    public static string Since(DateTimeOffset? time, DateTimeOffset now) => time is null ? Unknown : Short(now - time.Value);

    /// <summary>A duration in one or two units, the way kubectl writes ages.</summary>
    public static string Short(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < 120 => $"{seconds}s",
            < 600 => Pair(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => Pair(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => Pair(days, "d", hours % 24, "h"),
            < 2 * 365 * 86400 => $"{days}d",
            < 8L * 365 * 86400 => Pair(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    /// <summary>A few values, and how many more there are.</summary>
    public static string Listed(IEnumerable<string> values)
    {
        var all = values.ToList();
        return all.Count switch
        {
            0 => None,
            > 3 => $"{string.Join(',', all.Take(3))} + {all.Count - 3} more...",
            _ => string.Join(',', all),
        };
    }

    public static string Joined(IEnumerable<JsonObject> items, string field) => string.Join(',', items.Select(i => i.Text(field) ?? ""));

    /// <summary>A number or text as it is, or <c>N/A</c>.</summary>
    public static string Plain(JsonNode? value, string missing = "N/A") =>
        value.Text() ?? (value.TryWhole(out var number) ? number.ToString(CultureInfo.InvariantCulture) : missing);

    private static IEnumerable<JsonObject> Template(JsonObject obj) =>
        (obj.Object("spec", "jobTemplate", "spec", "template") ?? obj.Object("spec", "template")).Items("spec", "containers");

    private static string Pair(long big, string bigUnit, long small, string smallUnit) =>
        small == 0 ? $"{big}{bigUnit}" : $"{big}{bigUnit}{small}{smallUnit}";
}
