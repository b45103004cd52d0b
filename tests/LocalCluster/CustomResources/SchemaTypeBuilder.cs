using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>The type of a custom resource for server-side apply and defaults, made of its schema.</summary>
internal static class SchemaTypeBuilder
{
    private static readonly SchemaType Untyped = new(SchemaForm.Any, "untyped");
    private static readonly SchemaType Text = new(SchemaForm.Text, "string");
    private static readonly SchemaField Metadata = new("metadata", BuiltInTypes.Get("ObjectMeta"));

    /// <summary>The type of a whole object: its schema plus metadata.</summary>
    public static SchemaType Root(string kind, StructuralSchema schema)
    {
        var type = Struct(kind, schema);
        type.Fields = [Metadata, .. type.Fields.Where(f => !IsOfEveryObject(f))];
        return type;
    }

    private static SchemaType Of(StructuralSchema schema)
    {
        if (schema.IsIntOrString)
            return new SchemaType(SchemaForm.IntOrText, "intOrString");
        return schema.Type switch
        {
            "object" => Object(schema),
            "array" => List(schema),
            "string" => Text,
            "integer" => new SchemaType(SchemaForm.Int64, "integer"),
            "number" => new SchemaType(SchemaForm.Real, "number"),
            "boolean" => new SchemaType(SchemaForm.Flag, "boolean"),
            _ => Untyped,
        };
    }

    private static SchemaType Object(StructuralSchema schema)
    {
        if (schema.Values is { } values)
            return new SchemaType(SchemaForm.Map, "map") { Element = Of(values), Atomic = IsAtomic(schema) };
        return schema is { KeepsUnknown: true, Properties.Count: 0, IsEmbedded: false } && !IsAtomic(schema)
            ? Untyped
            : Struct("object", schema);
    }

    private static SchemaType Struct(string name, StructuralSchema schema)
    {
        var type = new SchemaType(SchemaForm.Struct, name) { Atomic = IsAtomic(schema), Element = schema.KeepsUnknown ? Untyped : null };
        var fields = schema.Properties.Select(
            p => new SchemaField(p.Key, Of(p.Value)) { Presence = FieldPresence.Pointer, Default = p.Value.Default });
        if (schema.IsEmbedded)
            fields = [new("apiVersion", Text), new("kind", Text), Metadata, .. fields.Where(f => !IsOfEveryObject(f))];
        type.Fields = [.. fields];
        return type;
    }

    private static SchemaType List(StructuralSchema schema)
    {
        var element = schema.Items is { } items ? Of(items) : Untyped;
        return schema.Source.Text("x-kubernetes-list-type") switch
        {
            "set" => new SchemaType(SchemaForm.List, "set") { Element = element, Merge = ListMerge.Set },
            "map" => new SchemaType(SchemaForm.List, "list by keys")
            {
                Element = element,
                Merge = ListMerge.Map,
                Keys = [.. (schema.Source.Array("x-kubernetes-list-map-keys") ?? []).Select(k => k.Text() ?? "")],
            },
            _ => new SchemaType(SchemaForm.List, "list") { Element = element },
        };
    }

    private static bool IsOfEveryObject(SchemaField field) => field.Name is "metadata" or "apiVersion" or "kind";

    private static bool IsAtomic(StructuralSchema schema) => schema.Source.Text("x-kubernetes-map-type") == "atomic";
}
