using System.Text.Json.Nodes;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>
/// A set of field paths, as <c>managedFields</c> records them: a tree whose nodes are path elements in their written form
/// (<c>f:name</c>, <c>k:{"name":"main"}</c>, <c>v:"x"</c>). Operations return new sets; parts that do not change are shared.
/// </summary>
internal sealed class FieldSet
{
    private readonly Dictionary<string, FieldNode> _nodes = new(StringComparer.Ordinal);

    public static FieldSet Empty { get; } = new();

    public bool IsEmpty => _nodes.Count == 0;

    public IEnumerable<KeyValuePair<string, FieldNode>> Nodes => _nodes;

    public FieldNode Node(string element) => _nodes.GetValueOrDefault(element);

    public FieldSet Below(string element) => _nodes.GetValueOrDefault(element).Below ?? Empty;

    /// <summary>Adds a path; the whole object (the empty path) is never a member. Only for sets still being built.</summary>
    public void Insert(IReadOnlyList<string> path)
    {
        var set = this;
        for (var i = 0; i < path.Count; i++)
        {
            var node = set._nodes.GetValueOrDefault(path[i]);
            if (i == path.Count - 1)
            {
                set._nodes[path[i]] = node with { IsMember = true };
                return;
            }
            if (node.Below is null)
                set._nodes[path[i]] = node = node with { Below = new FieldSet() };
            set = node.Below!;
        }
    }

    public bool Has(params IReadOnlyList<string> path)
    {
        var set = this;
        for (var i = 0; i < path.Count - 1; i++)
            set = set.Below(path[i]);
        return path.Count > 0 && set.Node(path[^1]).IsMember;
    }

    public FieldSet Union(FieldSet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other))
            return this;
        if (IsEmpty)
            return other;
        var result = Copy();
        foreach (var (element, theirs) in other._nodes)
        {
            var ours = result._nodes.GetValueOrDefault(element);
            var below = ours.Below is null ? theirs.Below : theirs.Below is null ? ours.Below : ours.Below.Union(theirs.Below);
            result._nodes[element] = new FieldNode(ours.IsMember || theirs.IsMember, below);
        }
        return result;
    }

    public FieldSet Intersection(FieldSet other)
    {
        var result = new FieldSet();
        foreach (var (element, ours) in _nodes)
        {
            var theirs = other.Node(element);
            var below = ours.Below is not null && theirs.Below is not null ? ours.Below.Intersection(theirs.Below) : null;
            result.Put(element, new FieldNode(ours.IsMember && theirs.IsMember, below));
        }
        return result;
    }

    /// <summary>Without the other's paths; what lies below a removed path stays.</summary>
    public FieldSet Difference(FieldSet other) => Without(other, recursive: false);

    /// <summary>Without the other's paths and everything below them.</summary>
    public FieldSet RecursiveDifference(FieldSet other) => Without(other, recursive: true);

    /// <summary>With the declared fields on the way to a member as members too: owning <c>spec.replicas</c> owns <c>spec</c>.</summary>
    public FieldSet WithNamedFields(SchemaType type)
    {
        var result = new FieldSet();
        foreach (var (element, node) in _nodes)
        {
            var name = element.StartsWith("f:", StringComparison.Ordinal) ? element[2..] : null;
            var declared = name is not null && type.Field(name) is not null;
            var child = name is not null ? type.Child(name) : type.Element;
            result._nodes[element] = new FieldNode(
                node.IsMember || (node.Below is not null && declared), child is null ? node.Below : node.Below?.WithNamedFields(child));
        }
        return result;
    }

    /// <summary>Every member path, parents first, in written order.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths() => Paths([]);

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (element, node) in _nodes.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            var below = node.Below?.ToJson() ?? [];
            if (node.IsMember && below.Count > 0)
                below.Insert(0, ".", new JsonObject());
            json[element] = below;
        }
        return json;
    }

    public static FieldSet OfJson(JsonObject? json)
    {
        var set = new FieldSet();
        foreach (var (element, value) in json ?? [])
        {
            if (element == "." || value is not JsonObject below)
                continue;
            var children = OfJson(below);
            set._nodes[element] = new FieldNode(children.IsEmpty || below.ContainsKey("."), children.IsEmpty ? null : children);
        }
        return set;
    }

    private FieldSet Without(FieldSet other, bool recursive)
    {
        if (other.IsEmpty || IsEmpty)
            return this;
        var result = new FieldSet();
        foreach (var (element, ours) in _nodes)
        {
            var theirs = other.Node(element);
            if (theirs == default)
            {
                result._nodes[element] = ours;
                continue;
            }
            if (recursive && theirs.IsMember)
                continue;
            var below = theirs.Below is null ? ours.Below : ours.Below?.Without(theirs.Below, recursive);
            result.Put(element, new FieldNode(ours.IsMember && !theirs.IsMember, below));
        }
        return result;
    }

    private IEnumerable<IReadOnlyList<string>> Paths(IReadOnlyList<string> prefix)
    {
        foreach (var (element, node) in _nodes.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            string[] path = [.. prefix, element];
            if (node.IsMember)
                yield return path;
            foreach (var below in node.Below?.Paths(path) ?? [])
                yield return below;
        }
    }

    /// <summary>Sets what is under an element; what is nothing is left out. Only for sets still being built.</summary>
    public void Put(string element, FieldNode node)
    {
        var below = node.Below is { IsEmpty: false } ? node.Below : null;
        if (node.IsMember || below is not null)
            _nodes[element] = node with { Below = below };
    }

    private FieldSet Copy()
    {
        var copy = new FieldSet();
        foreach (var (element, node) in _nodes)
            copy._nodes[element] = node;
        return copy;
    }
}

/// <summary>A path element in a set: whether the path ending here is a member, and the paths going on.</summary>
internal readonly record struct FieldNode(bool IsMember, FieldSet? Below);
