namespace Pdp.Daemon.Analysis;

/// <summary>The customer's Prometheus, or what speaks its API. Never said by an intent.</summary>
internal sealed record PrometheusOptions
{
    /// <summary>Its address, <c>http://</c> or <c>https://</c>, below which there is <c>api/v1/query</c>; null for none. Default none.</summary>
    public Uri? Url { get; init; }

    /// <summary>File with a bearer token, read at each query; null for none. Default none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Longest a query may take, 1 s..1 min. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
