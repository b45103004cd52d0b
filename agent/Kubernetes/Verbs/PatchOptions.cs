namespace Pdp.Kubernetes.Verbs;

/// <summary>How to patch.</summary>
public sealed record PatchOptions : WriteOptions
{
    /// <summary>A subresource, such as <c>status</c> or <c>scale</c>; the object itself when null.</summary>
    public string? Subresource { get; init; }
}
