using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Schema;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>Brings a custom resource into its stored form: metadata decoded as everywhere, fields its schema does not have pruned.
/// Values of the wrong type pass; validation reports them.</summary>
internal sealed class CustomDecoder
{
    private static readonly SchemaType MetadataHolder = Holder();

    private readonly List<string> _unknown = [];
    private readonly FieldTrail _trail = new();

    public static JsonObject Decode(
        ResourceDefinition resource, StructuralSchema schema, JsonObject source, out IReadOnlyList<string> unknown)
    {
        var decoder = new CustomDecoder();
        var head = new JsonObject();
        if (source.At("metadata") is { } metadata)
            head["metadata"] = metadata.DeepClone();
        var result = TypedDecoder.Decode(MetadataHolder, resource.ApiVersion, resource.Kind, head, out var unknownMetadata);
        decoder._unknown.AddRange(unknownMetadata);
        decoder.Fields(schema, source, result, isRoot: true);
        unknown = decoder._unknown;
        return result;
    }

    private void Fields(StructuralSchema schema, JsonObject source, JsonObject result, bool isRoot)
    {
        foreach (var (key, value) in source)
        {
            if (isRoot && key is "apiVersion" or "kind" or "metadata")
                continue;
            var known = schema.Properties.GetValueOrDefault(key) ?? schema.Values;
            if (known is null && !schema.KeepsUnknown && !(schema.IsEmbedded && key is "apiVersion" or "kind" or "metadata"))
            {
                _unknown.Add(_trail.With(key));
                continue;
            }
            // A null where null is no value gives way to the default.
            if (value is null && known is { Nullable: false, Default: not null })
                continue;
            _trail.Push(key);
            result[key] = known is null ? value.Canonical() : Value(known, value);
            _trail.Pop();
        }
    }

    private JsonNode? Value(StructuralSchema schema, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject obj:
                var result = new JsonObject();
                Fields(schema, obj, result, isRoot: false);
                return result;
            case JsonArray array when schema.Items is { } items:
                var list = new JsonArray();
                for (var i = 0; i < array.Count; i++)
                {
                    _trail.Push(i);
                    list.Add(Value(items, array[i]));
                    _trail.Pop();
                }
                return list;
            default:
                return value.Canonical();
        }
    }

    private static SchemaType Holder() =>
        new(SchemaForm.Struct, "object")
        {
            Fields = [new SchemaField("metadata", BuiltInTypes.Get("ObjectMeta")) { Presence = FieldPresence.Always }],
        };
}
