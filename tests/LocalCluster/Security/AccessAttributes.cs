namespace Pdp.LocalCluster.Security;

/// <summary>What somebody wants to do.</summary>
/// <param name="Verb">get, list, create, ...</param>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Resource">The plural; empty for a path outside of the API.</param>
internal sealed record AccessAttributes(string Verb, string Group, string Resource)
{
    public string Subresource { get; init; } = "";

    /// <summary>Empty for all namespaces and for what is in none.</summary>
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>A path outside of the API.</summary>
    public string Path { get; init; } = "";
}
