namespace Pdp.Observability.Prometheus;

/// <summary>Where the customer's Prometheus is. The customer's to say, never a caller's.</summary>
public sealed record PrometheusClientOptions
{
    /// <summary>Its address, <c>http://</c> or <c>https://</c>, below which there is <c>api/v1/query</c>; null for none. Default none.</summary>
    public Uri? Url { get; init; }

    /// <summary>File with a bearer token, read at each question; null for none. Default none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>File with the authorities of its certificate; null for the system's. Default none.</summary>
    public string? CaFile { get; init; }

    /// <summary>Longest a question may take, 1 s..1 min. Default 20 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Largest answer, bytes, 64 KiB or more. Default 8 MiB.</summary>
    public int MaxBytes { get; init; } = 8 << 20;

    /// <summary>How its series say whose they are.</summary>
    public SeriesLabels Labels { get; init; } = new();
}
