namespace Pdp.Daemon.Observability.Metrics;

/// <summary>
/// Everything measured, as text a Prometheus server reads. A seam: any exporter that knows the process' meters can stand here.
/// </summary>
internal interface IMetricsText
{
    /// <summary>The text's media type.</summary>
    string ContentType { get; }

    /// <summary>The values now.</summary>
    string Write();
}
