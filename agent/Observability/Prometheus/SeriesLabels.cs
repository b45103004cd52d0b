namespace Pdp.Observability.Prometheus;

/// <summary>How the series of the customer's Prometheus say whose they are.</summary>
public sealed record SeriesLabels
{
    /// <summary>Label with the namespace. Default <c>namespace</c>.</summary>
    public string Namespace { get; init; } = "namespace";

    /// <summary>Label with the component's name; null when there is none, and pods' names are taken instead. Default null.</summary>
    public string? Component { get; init; }

    /// <summary>Label with the pod's name. Default <c>pod</c>.</summary>
    public string Pod { get; init; } = "pod";
}
