using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Storage;

/// <summary>One state of one object. Never changed once stored; its text is made once, for all who read it.</summary>
internal sealed class StoredObject(ObjectKey key, long version, JsonObject value)
{
    private byte[]? _text;
    private ReadOnlyMemory<byte>? _item;
    private IReadOnlySet<Mark>? _marks;

    public ObjectKey Key { get; } = key;

    /// <summary>The store's counter when this state came to be.</summary>
    public long Version { get; } = version;

    public JsonObject Value { get; } = value;

    /// <summary>The object as JSON text. Two readers may make it at the same time; either result will do.</summary>
    public ReadOnlyMemory<byte> Text => _text ??= JsonText.Bytes(Value);

    /// <summary>The text without <c>apiVersion</c> and <c>kind</c>, as items of lists are written, with an opening brace missing.</summary>
    public ReadOnlyMemory<byte> ItemTail => _item ??= Tail();

    /// <summary>What it is found by.</summary>
    public IReadOnlySet<Mark> Marks => _marks ??= Mark.Of(Key.Namespace, Value).ToHashSet();

    /// <summary>The same state under a later version, as the last event of a deleted object carries it.</summary>
    public StoredObject At(long later)
    {
        var copy = (JsonObject)Value.DeepClone();
        Stamp(copy, later);
        return new StoredObject(Key, later, copy);
    }

    /// <summary>Writes the version into an object that is about to be stored.</summary>
    public static void Stamp(JsonObject obj, long counter)
    {
        if (obj["metadata"] is not JsonObject metadata)
            obj["metadata"] = metadata = [];
        metadata["resourceVersion"] = counter.ToString(CultureInfo.InvariantCulture);
    }

    private ReadOnlyMemory<byte> Tail()
    {
        // Decoded objects begin with their type.
        var head = Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{Value.Text("apiVersion")}}","kind":"{{Value.Text("kind")}}",""");
        if (Text.Span.StartsWith(head))
            return Text[head.Length..];
        var copy = (JsonObject)Value.DeepClone();
        copy.Remove("apiVersion");
        copy.Remove("kind");
        return JsonText.Bytes(copy).AsMemory(1);
    }
}
