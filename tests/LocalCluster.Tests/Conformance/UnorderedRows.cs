using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>
/// Lists whose order is made up as their content is: <c>managedFields</c> are sorted by the second of a write, and objects with a
/// hash in their name by that hash. Their kept fields are compared row by row, in any order of the rows.
/// </summary>
internal static class UnorderedRows
{
    private const string Managers = "metadata.managedFields[*].";
    private const string Items = "items[*].";

    /// <summary>The list a kept field lies in where that has no order; null for every other field.</summary>
    public static string? Of(JsonObject step, string path)
    {
        if (path.StartsWith(Managers, StringComparison.Ordinal))
            return Managers;
        var resource = ((string)step["path"]!).Split('?')[0].Split('/')[^1];
        return path.StartsWith(Items, StringComparison.Ordinal) && resource is "replicasets" or "pods" ? Items : null;
    }

    public static string? Difference(string list, IReadOnlyList<(string Path, JsonNode? Want)> columns, JsonNode? body)
    {
        var want = Rows([.. columns.Select(c => c.Want)]);
        var got = Rows([.. columns.Select(c => FieldPath.Find(body, c.Path))]);
        var left = got.ToList();
        foreach (var row in want)
        {
            var at = left.FindIndex(l => Generated.Same(row, l));
            if (at < 0)
                return $"{list}: want {row.ToJsonString()} among {string.Join(' ', got.Select(r => r.ToJsonString()))}";
            left.RemoveAt(at);
        }
        return left.Count == 0 ? null : $"{list}: {left[0].ToJsonString()} was not recorded";
    }

    private static List<JsonArray> Rows(IReadOnlyList<JsonNode?> columns)
    {
        var count = columns.Max(c => (c as JsonArray)?.Count ?? 0);
        return [
            .. Enumerable.Range(0, count).Select(i => new JsonArray([.. columns.Select(c => c is JsonArray a && i < a.Count ? a[i]?.DeepClone() : null)]))];
    }
}
