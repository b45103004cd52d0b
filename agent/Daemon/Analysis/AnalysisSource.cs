using Pdp.Core.Analysis;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Analysis;

/// <summary>Asks whom an analysis names: the customer's Prometheus, or the pods themselves.</summary>
internal sealed class AnalysisSource(PrometheusSource prometheus, RequestsSource requests) : IAnalysisSource
{
    /// <inheritdoc/>
    public Task<Measurement> MeasureAsync(AnalysisSpec analysis, AnalysisSubject subject, CancellationToken cancellationToken) =>
        analysis.Requests is { } asked
            ? requests.MeasureAsync(analysis, asked, subject, cancellationToken)
            : prometheus.MeasureAsync(analysis, subject, cancellationToken);
}
