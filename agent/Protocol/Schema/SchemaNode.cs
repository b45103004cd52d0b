using System.Text.RegularExpressions;

namespace Pdp.Protocol.Schema;

/// <summary>
/// A schema, ready to be held against a value: the subset of JSON Schema 2020-12 the documents here need, and one word of our own.
/// <c>x-pdp-later</c> marks what the format has a word for and this version does not do: it is refused by that name, not as unknown.
/// </summary>
internal sealed class SchemaNode
{
    /// <summary>A schema that holds too; <c>$ref</c>.</summary>
    public SchemaNode? Reference { get; set; }

    /// <summary>What decides between <see cref="Then"/> and <see cref="Else"/>; null when nothing depends on anything.</summary>
    public SchemaNode? If { get; set; }

    /// <summary>Holds too where <see cref="If"/> does.</summary>
    public SchemaNode? Then { get; set; }

    /// <summary>Holds too where <see cref="If"/> does not.</summary>
    public SchemaNode? Else { get; set; }

    /// <summary>What a fitting value is called; completes "must be …".</summary>
    public string? Title { get; set; }

    /// <summary>Types allowed; any when empty.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>Strings allowed; any when null. <c>const</c> is an enumeration of one.</summary>
    public IReadOnlyList<string>? Enumeration { get; set; }

    /// <summary>Strings a later version will allow.</summary>
    public IReadOnlyList<string> LaterValues { get; set; } = [];

    /// <summary>Whether nothing may be here yet.</summary>
    public bool IsLater { get; set; }

    /// <summary>Known members.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Members { get; set; } = new Dictionary<string, SchemaNode>();

    /// <summary>Members that must be there.</summary>
    public IReadOnlyList<string> Required { get; set; } = [];

    /// <summary>Members of which exactly one must be there; none when empty.</summary>
    public IReadOnlyList<string> ExactlyOne { get; set; } = [];

    /// <summary>Whether members not in <see cref="Members"/> are refused.</summary>
    public bool IsClosed { get; set; }

    /// <summary>What other members hold.</summary>
    public SchemaNode? OtherMembers { get; set; }

    /// <summary>What the names of members hold to.</summary>
    public SchemaNode? MemberNames { get; set; }

    /// <summary>What items hold to.</summary>
    public SchemaNode? Items { get; set; }

    /// <summary>Whether items differ from each other.</summary>
    public bool UniqueItems { get; set; }

    /// <summary>Fewest and most members, items or characters, and smallest and largest number.</summary>
    public Bounds MemberCount { get; set; } = Bounds.None;

    /// <inheritdoc cref="MemberCount"/>
    public Bounds ItemCount { get; set; } = Bounds.None;

    /// <inheritdoc cref="MemberCount"/>
    public Bounds Length { get; set; } = Bounds.None;

    /// <inheritdoc cref="MemberCount"/>
    public Bounds Number { get; set; } = Bounds.None;

    /// <summary>What a string matches; never backtracks.</summary>
    public Regex? Pattern { get; set; }
}

/// <summary>A closed range.</summary>
/// <param name="Least">Smallest value; null when there is none.</param>
/// <param name="Most">Largest value; null when there is none.</param>
internal sealed record Bounds(long? Least, long? Most)
{
    /// <summary>Everything.</summary>
    public static Bounds None { get; } = new(null, null);

    /// <summary>Whether a value lies inside.</summary>
    public bool Hold(long value) => !(value < Least) && !(value > Most);

    /// <inheritdoc/>
    public override string ToString() => (Least, Most) switch
    {
        ({ } least, { } most) => $"{least}..{most}",
        ({ } least, null) => $"at least {least}",
        (null, { } most) => $"at most {most}",
        _ => "anything",
    };
}
