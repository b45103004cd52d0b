using System.ComponentModel;
using Pdp.Observability.Logs;
using Pdp.Protocol;

namespace Pdp.Observability.Metrics;

/// <summary>The body of a question for metrics.</summary>
internal sealed record MetricSearch(
    [property: Description("What to tell, each once.")] IReadOnlyList<MetricName> Metrics,
    [property: Description("From this time on. An hour before endTime unless given.")] DateTimeOffset? StartTime = null,
    [property: Description("Before this time. Now unless given.")] DateTimeOffset? EndTime = null,
    [property: Description("Seconds from point to point; unless given, what leaves about 120 of them.")] int? Step = null,
    [property: Description("Of what; what is not named is not narrowed, but by the token. requests, errors and latency need one component.")]
    LogSearchScope? SearchScope = null)
{
    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<FieldError> Errors() =>
    [
        .. Metrics.Count == 0 || Metrics.Distinct().Count() < Metrics.Count ? [new FieldError("metrics", "must name one at least, and each once")] : Array.Empty<FieldError>(),
        .. Step < 1 ? [new FieldError("step", "must be 1 second or more")] : Array.Empty<FieldError>(),
        .. SearchScope?.Errors("searchScope.") ?? [],
    ];
}

/// <summary>What can be asked for.</summary>
internal enum MetricName
{
    /// <summary>CPU used against what was asked for and the limit, cores.</summary>
    Cpu,

    /// <summary>Memory used against what was asked for and the limit, bytes.</summary>
    Memory,

    /// <summary>How often containers were started again.</summary>
    Restarts,

    /// <summary>Bytes received and sent a second, by pod. From Prometheus.</summary>
    Network,

    /// <summary>Requests a second, by endpoint. From Prometheus, or the pods.</summary>
    Requests,

    /// <summary>Requests that failed on the server's side a second, by endpoint. From Prometheus, or the pods.</summary>
    Errors,

    /// <summary>How long requests took, by endpoint: percentiles, seconds. From Prometheus, or the pods.</summary>
    Latency,
}
