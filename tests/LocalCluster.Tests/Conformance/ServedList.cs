using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>
/// Group and resource lists beyond what the embedded cluster serves are not part of the contract: what it serves must have been served
/// by the real one, in the same order, with the same kind and verbs.
/// </summary>
internal static class ServedList
{
    public static bool Is(string path) =>
        path.StartsWith("groups[*].", StringComparison.Ordinal) || path.StartsWith("resources[*].", StringComparison.Ordinal);

    public static (JsonNode? Want, JsonNode? Got) Narrow(JsonObject step, JsonNode body, string path, JsonNode? want, JsonNode? got)
    {
        var names = path[..path.IndexOf('.', StringComparison.Ordinal)] + ".name";
        var recorded = step["fields"]![names]?.AsArray().Select(n => (string)n!).ToList();
        if (recorded is null) return (want?.DeepClone(), got);
        var served = FieldPath.Find(body, names)!.AsArray().Select(n => (string)n!).ToHashSet();
        var kept = recorded.Select((name, index) => (name, index)).Where(r => served.Contains(r.name))
            .Select(r => want!.AsArray()[r.index]?.DeepClone());
        return (new JsonArray([.. kept]), got);
    }
}
