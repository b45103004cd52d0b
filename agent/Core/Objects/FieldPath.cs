namespace Pdp.Core.Objects;

/// <summary>
/// A path as differences are told: members as <c>spec.replicas</c> or <c>["a/b"]</c>, items of lists as <c>[name=main]</c> or <c>[0]</c>.
/// </summary>
internal static class FieldPath
{
    /// <summary>The path of a member.</summary>
    public static string Member(string path, string name)
    {
        var isPlain = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return !isPlain ? $"{path}[\"{name}\"]" : path.Length == 0 ? name : $"{path}.{name}";
    }

    /// <summary>
    /// The parts of a path: a member is its name, an item keeps its brackets. What is not well formed gives parts that match nothing.
    /// </summary>
    public static IReadOnlyList<string> Parts(string path)
    {
        var parts = new List<string>();
        for (var at = 0; at < path.Length;)
        {
            var (part, next) = path[at] == '[' ? Bracketed(path, at) : Plain(path, at);
            parts.Add(part);
            at = next;
        }

        return parts;
    }

    /// <summary>Whether a pattern stands for a path or something above it; in its parts <c>*</c> stands for anything.</summary>
    public static bool Covers(IReadOnlyList<string> pattern, IReadOnlyList<string> path) =>
        pattern.Count <= path.Count && pattern.Zip(path).All(pair => Glob.IsMatch(pair.First, pair.Second));

    private static (string Part, int Next) Plain(string path, int at)
    {
        var from = path[at] == '.' ? at + 1 : at;
        var end = path.AsSpan(from).IndexOfAny('.', '[');
        return end < 0 ? (path[from..], path.Length) : (path[from..(from + end)], Math.Max(from + end, at + 1));
    }

    private static (string Part, int Next) Bracketed(string path, int at)
    {
        var isMember = path.AsSpan(at).StartsWith("[\"");
        var close = path.IndexOf(isMember ? "\"]" : "]", at, StringComparison.Ordinal);
        if (close < 0) return (path[at..], path.Length);
        return isMember ? (path[(at + 2)..close], close + 2) : (path[at..(close + 1)], close + 1);
    }
}
