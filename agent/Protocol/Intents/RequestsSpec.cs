using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>
/// A measurement of the requests the new revision answered, as its pods count them: the agent reads their metrics in Prometheus' text format.
/// </summary>
/// <param name="Path">Where a pod tells its metrics. Default <c>/metrics</c>.</param>
/// <param name="Percentile">Percent of the requests that <see cref="RequestsMeasure.Latency"/> is about; 1..99. Default 95.</param>
/// <param name="MinRequests">Requests there must have been for a measurement to tell anything; 1..1000000. Default 1.</param>
public sealed record RequestsSpec(string Path = "/metrics", int Percentile = 95, int MinRequests = 1)
{
    /// <summary>What is measured.</summary>
    public required RequestsMeasure Measure { get; init; }

    /// <summary>Name of the container port that tells the metrics.</summary>
    public required string Port { get; init; }

    /// <summary>
    /// The metric: of an error rate a counter, or the <c>_count</c> of a histogram, with a label for the status code; of a latency a histogram in seconds,
    /// without <c>_bucket</c>. Null: the first of the usual ones there is.
    /// </summary>
    public string? Metric { get; init; }
}

/// <summary>What can be measured of requests.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RequestsMeasure>))]
public enum RequestsMeasure
{
    /// <summary>The part that was answered with a status of 500 or more, 0..1.</summary>
    ErrorRate,

    /// <summary>The time within which <see cref="RequestsSpec.Percentile"/> of them were answered, seconds.</summary>
    Latency,
}
