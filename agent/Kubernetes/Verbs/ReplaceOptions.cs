namespace Pdp.Kubernetes.Verbs;

/// <summary>How to replace.</summary>
public sealed record ReplaceOptions : WriteOptions
{
    /// <summary>A subresource, such as <c>status</c>; the object itself when null.</summary>
    public string? Subresource { get; init; }
}
