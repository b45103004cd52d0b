using System.ComponentModel;
using System.Text.Json.Serialization;
using Pdp.Observability.Access;
using Pdp.Protocol;

namespace Pdp.Observability.Metrics;

/// <summary>Series over time.</summary>
internal sealed record MetricsAnswer(
    IReadOnlyList<SeriesView> Series,
    [property: Description("What was asked for and cannot be told, and why.")] IReadOnlyList<UnavailableMetric> Unavailable,
    [property: Description("Seconds from point to point.")] double Step,
    [property: Description("There are more containers than were answered, the newest were: narrow the question.")] bool Partial,
    [property: Description("How long the question took, milliseconds.")] double TookMs);

/// <summary>One series.</summary>
internal sealed record SeriesView(
    MetricName Metric,
    [property: Description("usage, request or limit; total; received or sent; rate; p50, p95 or p99.")] string Kind,
    [property: Description("cores, bytes, bytes/s, restarts, requests/s or seconds.")] string Unit,
    [property: Description("Whose it is; left out of what is told of a whole component or pod.")] SeriesSource? Source,
    [property: Description("Labels that tell the series apart, such as the endpoint; left out where the source does.")] IReadOnlyDictionary<string, string>? Labels,
    [property: Description("Time, seconds since 1970, and value. A step nothing is known of is left out.")] IReadOnlyList<IReadOnlyList<double>> Points);

/// <summary>The container a series is of.</summary>
internal sealed record SeriesSource(string Organization, string Project, string Environment, string Component, string Pod, string Container);

/// <summary>A metric that cannot be told.</summary>
internal sealed record UnavailableMetric(MetricName Metric, string Reason);

/// <summary>How the route for metrics reads and writes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTime), typeof(CamelCaseEnumConverter<MetricName>)])]
[JsonSerializable(typeof(MetricSearch))]
[JsonSerializable(typeof(MetricsAnswer))]
internal sealed partial class MetricsJsonContext : JsonSerializerContext;
