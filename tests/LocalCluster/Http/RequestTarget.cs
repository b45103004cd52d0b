namespace Pdp.LocalCluster.Http;

/// <summary>What a path under <c>/api</c> or <c>/apis</c> names.</summary>
internal sealed record RequestTarget(string Group, string Version, string Plural)
{
    /// <summary>Null where the path is not inside a namespace.</summary>
    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public string Subresource { get; init; } = "";

    /// <summary>Reads a path; null where it names no resource.</summary>
    public static RequestTarget? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Resource("", version, rest),
            ["apis", var group, var version, .. var rest] => Resource(group, version, rest),
            _ => null,
        };
    }

    private static RequestTarget? Resource(string group, string version, ReadOnlySpan<string> rest) => rest switch
    {
        // A namespace is an object of its own, and the place where others are.
        ["namespaces", var ns, "status" or "finalize"] => new(group, version, "namespaces") { Name = ns, Subresource = rest[2] },
        ["namespaces", var ns, var plural] => new(group, version, plural) { Namespace = ns },
        ["namespaces", var ns, var plural, var name] => new(group, version, plural) { Namespace = ns, Name = name },
        ["namespaces", var ns, var plural, var name, var sub] =>
            new(group, version, plural) { Namespace = ns, Name = name, Subresource = sub },
        [var plural] => new(group, version, plural),
        [var plural, var name] => new(group, version, plural) { Name = name },
        [var plural, var name, var sub] => new(group, version, plural) { Name = name, Subresource = sub },
        _ => null,
    };
}
