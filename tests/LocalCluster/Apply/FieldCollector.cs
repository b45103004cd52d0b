using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>
/// Every field and item an object mentions: what applying it makes its manager own. What server-side
/// apply demands of a configuration is checked apart from it.
/// </summary>
internal sealed class FieldCollector
{
    private readonly List<string> _path = [];

    public static FieldSet Collect(SchemaType type, JsonObject obj) => Fields(type, obj);

    /// <exception cref="FieldTypeException">The first field that is not declared or of another type, the first repeated key.</exception>
    public static void Check(SchemaType type, JsonObject obj)
    {
        new FieldCollector().CheckFields(type, obj);
    }

    private static FieldSet? Below(SchemaType type, JsonNode? value) => ValueShape.Of(type, value) switch
    {
        ValueShape.Fields => Fields(type, (JsonObject)value!),
        ValueShape.Items => Items(type, (JsonArray)value!),
        _ => null,
    };

    /// <summary>Whether a value is owned as one, rather than by what it holds.</summary>
    private static bool IsLeaf(SchemaType type, JsonNode? value) =>
        ValueShape.Of(type, value) == ValueShape.Leaf
            && (value is not null || !(type.IsMapLike || type.Form == SchemaForm.List) || type.Atomic);

    private static FieldSet Fields(SchemaType type, JsonObject obj)
    {
        var set = new FieldSet();
        foreach (var (key, value) in obj)
        {
            var field = type.Field(key);
            var child = field?.Type ?? type.ChildOrSelf(key);
            var isMember = field is null || value is null or JsonObject { Count: 0 } || IsLeaf(child, value);
            set.Put(field?.Element ?? PathElements.Field(key), new FieldNode(isMember, Below(child, value)));
        }
        return set;
    }

    private static FieldSet Items(SchemaType type, JsonArray items)
    {
        var set = new FieldSet();
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var element = PathElements.Item(type, item);
            // Items under one key cannot be owned but together.
            if (set.Node(element).IsMember)
                repeated.Add(element);
            set.Put(element, new FieldNode(true, repeated.Contains(element) ? null : Below(type.Element!, item)));
        }
        return set;
    }

    private void Check(SchemaType type, JsonNode? value)
    {
        if (value is null || type.Form == SchemaForm.Any)
            return;
        switch (type.Form)
        {
            case SchemaForm.Struct or SchemaForm.Map:
                CheckFields(type, value as JsonObject ?? throw Fails($"expected map, got {Got(value)}"));
                break;
            case SchemaForm.List:
                CheckItems(type, value as JsonArray ?? throw Fails($"expected list, got {Got(value)}"));
                break;
            case SchemaForm.Text or SchemaForm.Bytes or SchemaForm.Time or SchemaForm.MicroTime when !value.TryText(out _):
                throw Fails($"expected string, got {Got(value)}");
            case SchemaForm.Flag when !value.TryFlag(out _):
                throw Fails($"expected boolean, got {Got(value)}");
            case SchemaForm.Int32 or SchemaForm.Int64 or SchemaForm.Real when !value.TryReal(out _):
                throw Fails($"expected numeric (int or float), got {Got(value)}");
            case SchemaForm.IntOrText or SchemaForm.Quantity when value is not JsonValue:
                throw Fails($"expected any scalar, got {Got(value)}");
        }
    }

    private void CheckFields(SchemaType type, JsonObject obj)
    {
        foreach (var (key, value) in obj)
        {
            // The type of an object is no field of its structure.
            if (_path.Count == 0 && key is "apiVersion" or "kind")
                continue;
            var field = type.Field(key);
            _path.Add(field?.Element ?? PathElements.Field(key));
            Check(field?.Type ?? type.Element ?? throw Fails("field not declared in schema"), value);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void CheckItems(SchemaType type, JsonArray items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var element = type.Merge == ListMerge.Atomic ? $"i:{i}" : Element(type, items[i], i);
            if (!seen.Add(element))
                throw Fails($"duplicate entries for key {PathElements.Display(element)}");
            _path.Add(element);
            Check(type.Element!, items[i]);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private string Element(SchemaType type, JsonNode? item, int index)
    {
        try
        {
            return PathElements.Item(type, item);
        }
        catch (FieldTypeException e)
        {
            throw Fails($"element {index}: {e.Rule}");
        }
    }

    private FieldTypeException Fails(string rule) => new(PathElements.Display(_path), rule);

    private static string Got(JsonNode value) => value switch
    {
        JsonObject => "map",
        JsonArray => "list",
        _ when value.TryText(out _) => "string",
        _ when value.TryFlag(out _) => "boolean",
        _ => "number",
    };
}
