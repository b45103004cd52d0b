using System.Globalization;
using System.Text.Json;
using Pdp.Observability.Prometheus;

namespace Pdp.Observability.Metrics;

/// <summary>Answers of <c>/api/v1/query_range</c> (Prometheus documentation, HTTP API) as series.</summary>
internal static class RangeMatrix
{
    private const int MostSeries = 200;

    /// <summary>Asks a query that is within its scope.</summary>
    /// <exception cref="PrometheusException">There is no answer, or none that is understood.</exception>
    public static async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<IReadOnlyList<double>> Points)>> AskAsync(
        IPrometheus prometheus, string query, MetricTimes times, CancellationToken cancellationToken)
    {
        var answer = await prometheus.AskAsync(
            "query_range",
            [
                new("query", query), new("start", PrometheusTime.Text(times.Start)), new("end", PrometheusTime.Text(times.End)),
                new("step", PrometheusTime.Text(times.Step)),
            ],
            inAddress: false, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return answer.Status == 200
                ? [.. document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Take(MostSeries).Select(Series)]
                : throw PrometheusException.Unavailable($"Prometheus answers {answer.Status}.");
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw PrometheusException.Unavailable("Prometheus answers something this agent does not understand.");
        }
    }

    private static (IReadOnlyDictionary<string, string> Labels, IReadOnlyList<IReadOnlyList<double>> Points) Series(JsonElement one) => (
        one.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal),
        [.. one.GetProperty("values").EnumerateArray().Select(Point).OfType<IReadOnlyList<double>>()]);

    // What is no number, as a share of nothing, is left out.
    private static IReadOnlyList<double>? Point(JsonElement sample) =>
        double.TryParse(sample[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? [sample[0].GetDouble(), value]
            : null;
}
