using System.Text.Json.Nodes;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>Takes fields and items out of an object.</summary>
internal static class FieldRemover
{
    /// <summary>A copy without the members of a set; what becomes empty goes too.</summary>
    public static JsonObject Remove(SchemaType type, JsonObject obj, FieldSet remove) =>
        remove.IsEmpty ? obj : Fields(type, obj, remove) ?? [];

    private static JsonNode? Value(SchemaType type, JsonNode? value, FieldSet remove)
    {
        if (remove.IsEmpty)
            return value?.DeepClone();
        return ValueShape.Of(type, value) switch
        {
            ValueShape.Fields => Fields(type, (JsonObject)value!, remove),
            ValueShape.Items => Items(type, (JsonArray)value!, remove),
            _ => value is JsonValue ? value.DeepClone() : null,
        };
    }

    private static JsonObject? Fields(SchemaType type, JsonObject obj, FieldSet remove)
    {
        var kept = new JsonObject();
        foreach (var (key, value) in obj)
        {
            var node = remove.Node(PathElements.Field(key));
            if (!node.IsMember)
                kept[key] = Value(type.ChildOrSelf(key), value, node.Below ?? FieldSet.Empty);
        }
        return kept.Count > 0 ? kept : null;
    }

    private static JsonArray? Items(SchemaType type, JsonArray items, FieldSet remove)
    {
        var kept = new JsonArray();
        foreach (var item in items)
        {
            var node = remove.Node(PathElements.Item(type, item));
            if (!node.IsMember)
                kept.Add(Value(type.Element!, item, node.Below ?? FieldSet.Empty));
        }
        return kept.Count > 0 ? kept : null;
    }
}
