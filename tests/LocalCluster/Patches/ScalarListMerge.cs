using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Patches;

/// <summary>Merges a list of scalars as a set.</summary>
internal static class ScalarListMerge
{
    public static JsonArray Merge(JsonArray original, JsonArray patch, JsonArray? order)
    {
        var merged = new List<JsonNode?>();
        foreach (var item in original.Concat(patch))
        {
            if (!merged.Exists(m => JsonEquality.Same(m, item)))
                merged.Add(item);
        }
        var wanted = (order ?? patch).ToList();
        int Rank(JsonNode? item) => wanted.FindIndex(w => JsonEquality.Same(w, item));
        var patched = merged.Where(i => Rank(i) >= 0).OrderBy(Rank).Select(i => i?.DeepClone()).ToList();
        var others = merged.Where(i => Rank(i) < 0).Select(i => i?.DeepClone()).ToList();
        var live = original.ToList();
        return ListOrder.Interleave(others, patched, i => live.FindIndex(l => JsonEquality.Same(l, i)));
    }
}
