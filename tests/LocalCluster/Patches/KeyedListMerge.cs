using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Patches;

/// <summary>Merges a list of structures by a key field. Items of the patch keep their order among themselves, the others theirs.</summary>
internal sealed class KeyedListMerge(string key, SchemaType? element)
{
    public JsonArray Merge(JsonArray original, JsonArray patch, JsonArray? order)
    {
        var merged = original.Select(i => i?.DeepClone()).ToList();
        var plain = new List<JsonObject>();
        var replace = false;
        foreach (var item in patch.Select(i => i as JsonObject ?? throw Bad("items of a merged list must be objects")))
        {
            switch (item.Text("$patch"))
            {
                case null:
                    plain.Add(item);
                    break;
                case "delete":
                    merged.RemoveAll(i => SameKey(i, KeyOf(item)));
                    break;
                case "replace":
                    replace = true;
                    break;
                default:
                    throw Bad("unknown $patch directive");
            }
        }
        if (replace)
            return new JsonArray([.. plain.Select(StrategicMergePatch.WithoutDirectives)]);
        foreach (var item in plain)
            Put(merged, item);
        var wanted = order?.ToList() ?? plain.ConvertAll(JsonNode? (i) => i);
        return Ordered(merged, wanted, original);
    }

    private void Put(List<JsonNode?> merged, JsonObject item)
    {
        var id = KeyOf(item);
        var at = merged.FindIndex(i => SameKey(i, id));
        if (at < 0)
            merged.Add(StrategicMergePatch.WithoutDirectives(item));
        else
            merged[at] = StrategicMergePatch.Apply(element, (JsonObject)merged[at]!, item);
    }

    private JsonArray Ordered(List<JsonNode?> merged, List<JsonNode?> wanted, JsonArray original)
    {
        int Rank(JsonNode? item) => wanted.FindIndex(w => JsonEquality.Same(w.At(key), item.At(key)));
        int Place(JsonNode? item) => IndexIn(original, item);
        var patched = merged.Where(i => Rank(i) >= 0).OrderBy(Rank).ToList();
        var others = merged.Where(i => Rank(i) < 0).ToList();
        return ListOrder.Interleave(others, patched, Place);
    }

    private int IndexIn(JsonArray list, JsonNode? item)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (JsonEquality.Same(list[i].At(key), item.At(key)))
                return i;
        }
        return -1;
    }

    private JsonNode KeyOf(JsonObject item) => item.At(key) ?? throw Bad($"map: does not contain declared merge key: {key}");

    private bool SameKey(JsonNode? item, JsonNode id) => item is JsonObject && JsonEquality.Same(item.At(key), id);

    private static PatchException Bad(string message) => new(message, isMalformed: true);
}
