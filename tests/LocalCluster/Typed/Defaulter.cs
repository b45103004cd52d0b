using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Typed;

/// <summary>Fills in what was not set, in the order fields are declared: a default may depend on a field before it.</summary>
internal static class Defaulter
{
    /// <summary>Changes <paramref name="value"/> in place.</summary>
    public static void Apply(SchemaType type, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject obj when type.Form == SchemaForm.Struct:
                foreach (var field in type.Fields)
                    Field(field, obj);
                if (type.Element is { } rest)
                    Undeclared(type, rest, obj);
                break;
            case JsonObject map when type.Form == SchemaForm.Map:
                foreach (var (_, item) in map)
                    Apply(type.Element!, item);
                break;
            case JsonArray list when type.Form == SchemaForm.List:
                foreach (var item in list)
                    Apply(type.Element!, item);
                break;
        }
    }

    private static void Field(SchemaField field, JsonObject obj)
    {
        if (field.Default is not null && IsUnset(field, obj) && IsFor(field, obj))
            obj[field.Name] = field.Default.DeepClone();
        if (field.Type.Form is SchemaForm.Struct or SchemaForm.List or SchemaForm.Map && obj.At(field.Name) is { } value)
            Apply(field.Type, value);
    }

    private static void Undeclared(SchemaType type, SchemaType rest, JsonObject obj)
    {
        foreach (var (key, value) in obj)
        {
            if (type.Field(key) is null)
                Apply(rest, value);
        }
    }

    private static bool IsUnset(SchemaField field, JsonObject obj)
    {
        if (!obj.TryGetPropertyValue(field.Name, out var value))
            return true;
        // Where zero is a value, so are an empty text and a null.
        return field.Presence != FieldPresence.Pointer && (value is null || (value.TryText(out var text) && text.Length == 0));
    }

    private static bool IsFor(SchemaField field, JsonObject obj) =>
        field.DefaultWhen is not var (sibling, expected) || string.Equals(obj.Text(sibling), expected, StringComparison.Ordinal);
}
