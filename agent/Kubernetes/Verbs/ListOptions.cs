namespace Pdp.Kubernetes.Verbs;

/// <summary>What to list.</summary>
public sealed record ListOptions
{
    /// <summary>Only this namespace; all when null.</summary>
    public string? Namespace { get; init; }

    /// <summary>A label selector, such as <c>app=web,tier in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector, such as <c>metadata.name=web</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per request, 1 to 10 000.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// Only <c>apiVersion</c>, <c>kind</c> and <c>metadata</c> of each object; a server that cannot do so sends the whole.
    /// </summary>
    public bool MetadataOnly { get; init; }

    internal static void CheckPageSize(int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, 10_000);
    }
}
