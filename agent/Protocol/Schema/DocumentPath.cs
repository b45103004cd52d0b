using System.Globalization;

namespace Pdp.Protocol.Schema;

/// <summary>A place in a document. Written as <c>spec.endpoints.rest.port</c>, <c>spec.resources[2]</c> or <c>labels["a/b"]</c>.</summary>
internal sealed record DocumentPath
{
    private const int LongestName = 128;
    private readonly DocumentPath? _parent;
    private readonly string _segment;

    private DocumentPath(DocumentPath? parent, string segment) => (_parent, _segment) = (parent, segment);

    /// <summary>The document itself.</summary>
    public static DocumentPath Root { get; } = new(null, "");

    /// <summary>A member. One whose name is long or not plain text is shown by its position, for a name can be anything.</summary>
    public DocumentPath Member(string name, int position)
    {
        if (name.Length is 0 or > LongestName || name.Any(c => c is < ' ' or > '~' or '"' or '\\'))
            return new DocumentPath(this, $"[member {position.ToString(CultureInfo.InvariantCulture)}]");
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return new DocumentPath(this, IsRoot ? name : "." + name);
        return new DocumentPath(this, $"[\"{name}\"]");
    }

    /// <summary>An item of a list.</summary>
    public DocumentPath Item(int index) => new(this, $"[{index.ToString(CultureInfo.InvariantCulture)}]");

    /// <inheritdoc/>
    public override string ToString() => _parent is null ? "" : _parent + _segment;

    private bool IsRoot => _parent is null;
}
