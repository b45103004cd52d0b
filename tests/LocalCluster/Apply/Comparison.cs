using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>Which fields one state of an object has, lacks and has otherwise than another.</summary>
internal sealed class Comparison
{
    private readonly List<string> _path = [];

    private Comparison()
    {
    }

    public FieldSet Added { get; private set; } = new();

    public FieldSet Removed { get; private set; } = new();

    public FieldSet Modified { get; private set; } = new();

    public static Comparison Of(SchemaType type, JsonObject? before, JsonObject? after)
    {
        var comparison = new Comparison();
        comparison.Compare(type, before, after);
        return comparison;
    }

    /// <summary>The comparison without some fields and all below them.</summary>
    public Comparison Without(FieldSet ignored) => ignored.IsEmpty ? this : new Comparison
    {
        Added = Added.RecursiveDifference(ignored),
        Removed = Removed.RecursiveDifference(ignored),
        Modified = Modified.RecursiveDifference(ignored),
    };

    private void Compare(SchemaType type, JsonNode? before, JsonNode? after)
    {
        if (ReferenceEquals(before, after))
            return;
        var shape = ValueShape.Of(type, before ?? after);
        if (before is not null && after is not null && ValueShape.Of(type, after) != shape)
        {
            Compare(type, before, null);
            Compare(type, null, after);
        }
        else if (shape == ValueShape.Fields && !IsEmpty(before, after))
        {
            Fields(type, before as JsonObject, after as JsonObject);
            Whole(before, after);
        }
        else if (shape == ValueShape.Items && !IsEmpty(before, after))
        {
            // Telling items apart costs more than seeing that nothing has changed, which is most often so.
            if (before is not null && after is not null && JsonEquality.Same(before, after))
                return;
            Items(type, before as JsonArray, after as JsonArray);
            Whole(before, after);
        }
        else if (!Whole(before, after) && !JsonEquality.Same(before, after))
        {
            Modified.Insert(_path);
        }
    }

    private bool Whole(JsonNode? before, JsonNode? after)
    {
        if (before is null)
            Added.Insert(_path);
        else if (after is null)
            Removed.Insert(_path);
        return before is null || after is null;
    }

    private void Fields(SchemaType type, JsonObject? before, JsonObject? after)
    {
        foreach (var (key, value) in before ?? [])
            Field(type, key, value, after.At(key));
        foreach (var (key, value) in after ?? [])
        {
            if (before?.ContainsKey(key) != true)
                Field(type, key, null, value);
        }
    }

    private void Field(SchemaType type, string key, JsonNode? before, JsonNode? after)
    {
        if (before is JsonValue && after is JsonValue && JsonEquality.Same(before, after))
            return;
        var field = type.Field(key);
        Step(field?.Element ?? PathElements.Field(key), field?.Type ?? type.ChildOrSelf(key), before, after);
    }

    private void Items(SchemaType type, JsonArray? before, JsonArray? after)
    {
        var (old, current) = (Index(type, before), Index(type, after));
        foreach (var (element, items) in old)
            Item(type, element, items, current.GetValueOrDefault(element) ?? []);
        foreach (var (element, items) in current)
        {
            if (!old.ContainsKey(element))
                Item(type, element, [], items);
        }
    }

    /// <summary>Repeated keys are possible in what was not written by apply; they are then compared as one.</summary>
    private void Item(SchemaType type, string element, List<JsonNode?> before, List<JsonNode?> after)
    {
        if (before.Count <= 1 && after.Count <= 1)
        {
            Step(element, type.Element!, before.FirstOrDefault(), after.FirstOrDefault());
            return;
        }
        _path.Add(element);
        if (before.Count == 0)
            Added.Insert(_path);
        else if (after.Count == 0)
            Removed.Insert(_path);
        else if (!before.SequenceEqual(after, SameNode.Instance))
            Modified.Insert(_path);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Step(string element, SchemaType type, JsonNode? before, JsonNode? after)
    {
        _path.Add(element);
        Compare(type, before, after);
        _path.RemoveAt(_path.Count - 1);
    }

    private static Dictionary<string, List<JsonNode?>> Index(SchemaType type, JsonArray? items)
    {
        var index = new Dictionary<string, List<JsonNode?>>(StringComparer.Ordinal);
        foreach (var item in items ?? [])
        {
            var element = PathElements.Item(type, item);
            if (!index.TryGetValue(element, out var same))
                index[element] = same = [];
            same.Add(item);
        }
        return index;
    }

    private static bool IsEmpty(JsonNode? before, JsonNode? after) => ValueShape.IsEmpty(before) && ValueShape.IsEmpty(after);

    private sealed class SameNode : IEqualityComparer<JsonNode?>
    {
        public static SameNode Instance { get; } = new();

        public bool Equals(JsonNode? x, JsonNode? y) => JsonEquality.Same(x, y);

        public int GetHashCode(JsonNode? obj) => 0;
    }
}
