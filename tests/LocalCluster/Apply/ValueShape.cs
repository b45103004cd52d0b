using System.Text.Json.Nodes;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>How a value takes part in server-side apply.</summary>
internal enum ValueShape
{
    /// <summary>Owned as one: a scalar, an atomic list or map.</summary>
    Leaf,

    /// <summary>A structure or map whose fields are owned one by one.</summary>
    Fields,

    /// <summary>A list whose items are owned one by one.</summary>
    Items,
}

internal static class ValueShapes
{
    extension(ValueShape)
    {
        public static ValueShape Of(SchemaType type, JsonNode? value) => value switch
        {
            JsonObject when !type.Atomic && (type.IsMapLike || type.Form == SchemaForm.Any) => ValueShape.Fields,
            JsonArray when type is { Form: SchemaForm.List, Merge: not ListMerge.Atomic } => ValueShape.Items,
            _ => ValueShape.Leaf,
        };

        public static bool IsEmpty(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
    }

    /// <summary>The type below a key; inside of what has no declared type, everything is of that same type.</summary>
    public static SchemaType ChildOrSelf(this SchemaType type, string key) => type.Child(key) ?? type;
}
