using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>Status, reason, the fields of the causes and the kept fields are the contract; messages are not.</summary>
internal static class AnswerComparison
{
    public static string? Difference(JsonObject step, int status, JsonNode? body)
    {
        if (step["status"]!.GetValue<int>() != status)
            return $"status: want {step["status"]} got {status} {(string?)(body as JsonObject)?["message"]}";
        var recorded = step["answer"] as JsonObject;
        var reason = body is JsonObject { } o && (string?)o["kind"] == "Status" ? o["reason"] : null;
        if (!JsonNode.DeepEquals(recorded?["reason"], reason))
            return $"reason: want {recorded?["reason"]} got {reason}";
        var (wantCauses, gotCauses) = (
            CauseFields(recorded?["causes"]), CauseFields(recorded is null ? null : FieldPath.Find(body, "details.causes")));
        if (!wantCauses.SequenceEqual(gotCauses))
            return $"causes: want {string.Join(',', wantCauses)} got {string.Join(',', gotCauses)}";
        return Fields(step, body);
    }

    private static string? Fields(JsonObject step, JsonNode? body)
    {
        var fields = step["fields"] as JsonObject ?? [];
        foreach (var group in fields.GroupBy(f => UnorderedRows.Of(step, f.Key)))
        {
            if (group.Key is { } rows && UnorderedRows.Difference(rows, [.. group.Select(f => (f.Key, f.Value))], body) is { } different)
                return different;
            if (group.Key is not null)
                continue;
            foreach (var (path, want) in group)
            {
                var got = FieldPath.Find(body, path);
                var narrowed = ServedList.Is(path) ? ServedList.Narrow(step, body!, path, want, got).Want : want;
                if (!Generated.Same(narrowed, got))
                    return $"{path}: want {narrowed?.ToJsonString() ?? "null"} got {got?.ToJsonString() ?? "null"}";
            }
        }
        return null;
    }

    private static IReadOnlyList<string> CauseFields(JsonNode? causes) =>
        causes is JsonArray list ? [.. list.Select(c => (string?)c!["field"] ?? "").Order(StringComparer.Ordinal)] : [];
}
