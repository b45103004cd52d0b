using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Selectors;

/// <summary>A conjunction of equalities on the few fields a resource can be selected by.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string[] Path, string Value, bool Equal)> _terms = [];

    public static FieldSelector Everything { get; } = new();

    public bool IsEverything => _terms.Count == 0;

    /// <summary>The name, where the selector is for one object alone.</summary>
    public string? OnlyName => _terms.Find(t => t is { Equal: true, Path: ["metadata", "name"] }).Value;

    /// <summary>Reads <c>a=b,c!=d</c>.</summary>
    /// <param name="text">The query's text.</param>
    /// <param name="known">The fields the resource can be selected by.</param>
    /// <exception cref="FormatException">Not a selector, or a field that is not known.</exception>
    public static FieldSelector Parse(string? text, IReadOnlyCollection<string> known)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Everything;
        var selector = new FieldSelector();
        foreach (var term in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (field, value, equal) = Split(term);
            if (!known.Contains(field, StringComparer.Ordinal))
                throw new FormatException(
                    $"\"{field}\" is not a known field selector: only {string.Join(", ", known.Select(k => $"\"{k}\""))}");
            selector._terms.Add((field.Split('.'), value, equal));
        }
        return selector;
    }

    public bool Matches(JsonObject obj)
    {
        foreach (var (path, value, equal) in _terms)
        {
            if (string.Equals(Field(obj, path), value, StringComparison.Ordinal) != equal)
                return false;
        }
        return true;
    }

    private static (string Field, string Value, bool Equal) Split(string term)
    {
        foreach (var (op, equal) in (ReadOnlySpan<(string, bool)>)[("!=", false), ("==", true), ("=", true)])
        {
            var at = term.IndexOf(op, StringComparison.Ordinal);
            if (at >= 0)
                return (term[..at].Trim(), term[(at + op.Length)..].Trim(), equal);
        }
        throw new FormatException($"invalid selector: '{term}'; can't understand '{term}'");
    }

    private static string Field(JsonObject obj, string[] path)
    {
        var node = obj.At(path);
        if (node.TryText(out var text))
            return text;
        if (node.TryFlag(out var flag))
            return flag ? "true" : "false";
        return node.TryWhole(out var whole) ? whole.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
    }
}
