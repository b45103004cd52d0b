namespace Pdp.LocalCluster.Schema;

/// <summary>
/// The type of a value, as server-side apply, strategic merge, decoding and defaulting need to know it. Built-in types come from
/// the tables in <c>Types/</c>, those of custom resources from their definition.
/// </summary>
internal sealed class SchemaType(SchemaForm form, string name)
{
    private Dictionary<string, SchemaField> _byName = [];
    private BinaryLayout? _binary;

    public SchemaForm Form { get; } = form;

    public string Name { get; } = name;

    /// <summary>Owned and replaced as a whole by server-side apply.</summary>
    public bool Atomic { get; init; }

    /// <summary>How the items of a list are told apart.</summary>
    public ListMerge Merge { get; init; }

    /// <summary>The fields that tell the items of a <see cref="ListMerge.Map"/> list apart.</summary>
    public IReadOnlyList<string> Keys
    {
        get;
        init
        {
            field = value;
            SortedKeys = [.. value.Order(StringComparer.Ordinal)];
        }
    } = [];

    /// <summary>The keys in the order path elements write them.</summary>
    public IReadOnlyList<string> SortedKeys { get; private init; } = [];

    /// <summary>Type of a list's items, of a map's values, or of a structure's fields that are not declared.</summary>
    public SchemaType? Element { get; init; }

    /// <summary>A structure's declared fields, in the order their errors are reported.</summary>
    public IReadOnlyList<SchemaField> Fields
    {
        get;
        set
        {
            field = value;
            _byName = value.ToDictionary(f => f.Name, StringComparer.Ordinal);
        }
    } = [];

    /// <summary>The fields by their numbers in the binary form; made when first needed.</summary>
    public BinaryLayout Binary => _binary ??= BinaryLayout.Of(Fields);

    public SchemaField? Field(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The type of what lies under a key, or null where the key is not known.</summary>
    public SchemaType? Child(string key) => _byName.TryGetValue(key, out var field) ? field.Type : Element;

    public bool IsMapLike => Form is SchemaForm.Struct or SchemaForm.Map;

    public override string ToString() => Name;
}
