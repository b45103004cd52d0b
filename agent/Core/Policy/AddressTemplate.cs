namespace Pdp.Core.Policy;

/// <summary>
/// A host name or path in which <c>{organization}</c> and the like stand for an endpoint's own. Two endpoints must never get one address, and
/// above all not those of two tenants: so a template, or host and path together, has to name all five, and no two names whose border cannot
/// be seen (<c>{environment}-{organization}</c>: is <c>a-b-c</c> of <c>c</c> or of <c>b-c</c>?) unless a hash tells them apart.
/// </summary>
internal static class AddressTemplate
{
    public const string Hash = "hash";

    private static readonly string[] _tenant = ["organization", "project", "environment"];
    private static readonly string[] _needed = [.. _tenant, "component", "endpoint"];

    /// <summary>Puts values in the place of names; what has no value stays as it is.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        values.Aggregate(template, (text, value) => text.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));

    /// <summary>What is wrong with templates that make one address together; empty when nothing is.</summary>
    public static IEnumerable<string> Problems(params IReadOnlyList<string> templates)
    {
        var segments = templates.SelectMany(template => template.Split('.', '/')).ToList();
        var names = segments.Select(NamesIn).ToList();
        var all = names.SelectMany(found => found).ToHashSet();
        if (segments.Any(segment => Literal(segment).Any(c => c is '{' or '}')) || !all.All(name => name == Hash || _needed.Contains(name)))
            yield return $"must have no other names in braces than {string.Join(", ", _needed.Append(Hash))}";
        if (all.Contains(Hash))
            yield break;
        if (_needed.Where(name => !all.Contains(name)).ToList() is { Count: > 0 } missing)
            yield return $"must name {string.Join(", ", missing.Select(name => $"{{{name}}}"))} too, or {{hash}}, so that no two endpoints share an address";
        if (names.Any(found => found.Count > 1 && found.Intersect(_tenant).Any()))
            yield return "must have a '.' or '/' between {organization}, {project} or {environment} and its neighbour, or name {hash}";
    }

    private static List<string> NamesIn(string segment) =>
        [.. segment.Split('{').Skip(1).Where(piece => piece.Contains('}')).Select(piece => piece[..piece.IndexOf('}')])];

    private static string Literal(string segment) =>
        NamesIn(segment).Aggregate(segment, (text, name) => text.Replace($"{{{name}}}", "", StringComparison.Ordinal));
}
