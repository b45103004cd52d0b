namespace Pdp.Kubernetes.Watching;

/// <summary>What to watch.</summary>
public sealed record WatchOptions
{
    /// <summary>Only this namespace; all when null.</summary>
    public string? Namespace { get; init; }

    /// <summary>A label selector. An object that stops matching is reported as deleted.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector, such as <c>metadata.name=web</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per request while listing, 1 to 10 000.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// Only <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> of each object; a server that cannot do so sends the whole.
    /// </summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Keeps <c>metadata.managedFields</c>, which often is as large as the rest of the object and few readers want.</summary>
    public bool KeepManagedFields { get; init; }
}
