using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Schema;

/// <summary>A field of a structure.</summary>
internal sealed record SchemaField(string Name, SchemaType Type)
{
    public FieldPresence Presence { get; init; }

    /// <summary>The field as a path element.</summary>
    public string Element { get; } = "f:" + Name;

    /// <summary>The numbers of the binary form, the outer message's first; empty where the field has none.</summary>
    public IReadOnlyList<int> Number { get; init; } = [];

    /// <summary>Filled in where the field is not set.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The default is for structures whose named field has this value only.</summary>
    public (string Field, string Value)? DefaultWhen { get; init; }

    /// <summary>Must be set and not empty.</summary>
    public bool Required { get; init; }

    /// <summary>Cannot change once the object exists.</summary>
    public bool Immutable { get; init; }

    /// <summary>The values allowed; empty for any.</summary>
    public IReadOnlyList<string> In { get; init; } = [];

    /// <summary>The smallest number allowed.</summary>
    public long? From { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public long? To { get; init; }

    /// <summary>A named rule on the value, see <c>Validation/Formats</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Strategic merge patch: merged instead of replaced.</summary>
    public bool PatchMerge { get; init; }

    /// <summary>Strategic merge patch: the key of the items of a merged list of structures.</summary>
    public string? MergeKey { get; init; }

    /// <summary>Strategic merge patch: <c>$retainKeys</c> is understood.</summary>
    public bool RetainKeys { get; init; }
}

/// <summary>What becomes of zero values when an object is decoded, as with the Go types clients know.</summary>
internal enum FieldPresence
{
    /// <summary>A zero value (0, "", false, an empty list or map) is the same as not set and is dropped.</summary>
    DroppedWhenZero,

    /// <summary>Zero is a value: kept as given.</summary>
    Pointer,

    /// <summary>Always there; the zero value where it was not given.</summary>
    Always,
}
