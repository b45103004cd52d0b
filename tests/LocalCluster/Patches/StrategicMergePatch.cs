using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Patches;

/// <summary>
/// Kubernetes' own merge patch: lists whose type says so are merged by key instead of replaced, and directives
/// (<c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/x</c>, <c>$deleteFromPrimitiveList/x</c>) say the rest.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Patch = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder/";
    private const string DeleteItems = "$deleteFromPrimitiveList/";

    /// <summary>The object as patched; neither argument is changed.</summary>
    /// <exception cref="PatchException">A directive that means nothing where it stands, an item without its key.</exception>
    public static JsonObject Apply(SchemaType? type, JsonObject original, JsonObject patch)
    {
        if (patch.TryGetPropertyValue(Patch, out var directive))
            return Whole(patch, directive);
        var result = (JsonObject)original.DeepClone();
        Retain(result, patch);
        foreach (var (key, value) in patch)
        {
            if (key == RetainKeys || key.StartsWith(ElementOrder, StringComparison.Ordinal))
                continue;
            if (key.StartsWith(DeleteItems, StringComparison.Ordinal))
                RemoveItems(result, key[DeleteItems.Length..], value);
            else if (value is null)
                result.Remove(key);
            else
                Field(type, result, key, value, patch.At(ElementOrder + key) as JsonArray);
        }
        foreach (var (key, value) in patch)
        {
            // An order without items of its own sorts what is there.
            if (key.StartsWith(ElementOrder, StringComparison.Ordinal)
                && value is JsonArray order && key[ElementOrder.Length..] is var name && !patch.ContainsKey(name))
                Sort(type, result, name, order);
        }
        return result;
    }

    private static JsonObject Whole(JsonObject patch, JsonNode? directive)
    {
        switch (directive.Text())
        {
            case "replace":
                var given = (JsonObject)patch.DeepClone();
                given.Remove(Patch);
                return given;
            case "delete":
                return [];
            default:
                throw new PatchException("unknown $patch directive", isMalformed: true);
        }
    }

    private static void Field(SchemaType? type, JsonObject result, string key, JsonNode value, JsonArray? order)
    {
        var field = type?.Field(key);
        var fieldType = field?.Type ?? type?.Child(key);
        switch (value, result.At(key))
        {
            case (JsonObject patch, JsonObject existing):
                result[key] = Apply(fieldType, existing, patch);
                break;
            case (JsonArray patch, JsonArray existing) when field is { PatchMerge: true }:
                result[key] = field.MergeKey is { } mergeKey
                    ? new KeyedListMerge(mergeKey, fieldType?.Element).Merge(existing, patch, order)
                    : ScalarListMerge.Merge(existing, patch, order);
                break;
            case (JsonObject or JsonArray, _):
                if (WithoutDirectives(value) is { } plain)
                    result[key] = plain;
                else
                    result.Remove(key);
                break;
            default:
                result[key] = value.DeepClone();
                break;
        }
    }

    private static void Sort(SchemaType? type, JsonObject result, string name, JsonArray order)
    {
        if (result.At(name) is not JsonArray existing || type?.Field(name) is not { PatchMerge: true } field)
            return;
        result[name] = field.MergeKey is { } mergeKey
            ? new KeyedListMerge(mergeKey, field.Type.Element).Merge(existing, [], order)
            : ScalarListMerge.Merge(existing, [], order);
    }

    private static void Retain(JsonObject result, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var directive))
            return;
        var keys = (directive as JsonArray ?? throw new PatchException("$retainKeys must be a list", isMalformed: true))
            .Select(k => k.Text()).ToHashSet(StringComparer.Ordinal);
        if (patch.Any(p => p.Value is not null && p.Key[0] != '$' && !keys.Contains(p.Key)))
            throw new PatchException("$retainKeys must name every field of the patch", isMalformed: true);
        foreach (var key in result.Select(p => p.Key).Where(k => !keys.Contains(k)).ToList())
            result.Remove(key);
    }

    private static void RemoveItems(JsonObject result, string name, JsonNode? items)
    {
        if (result.At(name) is not JsonArray existing || items is not JsonArray gone)
            return;
        result[name] = new JsonArray([.. existing.Where(i => !gone.Any(g => JsonEquality.Same(g, i))).Select(i => i?.DeepClone())]);
    }

    /// <summary>A value that is new to the object comes without nulls and directives; null where one deletes it.</summary>
    internal static JsonNode? WithoutDirectives(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject obj:
                if (obj.ContainsKey(Patch))
                    return obj.Text(Patch) == "replace" ? Whole(obj, obj.At(Patch)) : null;
                var plain = new JsonObject();
                foreach (var (key, item) in obj)
                {
                    if (item is not null && key != RetainKeys && !key.StartsWith(ElementOrder, StringComparison.Ordinal)
                        && !key.StartsWith(DeleteItems, StringComparison.Ordinal) && WithoutDirectives(item) is { } kept)
                        plain[key] = kept;
                }
                return plain;
            case JsonArray array:
                return new JsonArray([.. array.Where(i => i is not JsonObject o || !o.ContainsKey(Patch)).Select(WithoutDirectives)]);
            default:
                return value?.DeepClone();
        }
    }
}
