using System.Globalization;
using System.Text.Json;

namespace Pdp.Daemon.Analysis;

/// <summary>Reads an answer of <c>/api/v1/query</c> (Prometheus documentation, HTTP API): one number, or why there is none.</summary>
internal static class PrometheusAnswer
{
    /// <summary>The value; or why the answer has none.</summary>
    public static (double? Value, string Why) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var data = document.RootElement.GetProperty("data");
            var result = data.GetProperty("result");
            return data.GetProperty("resultType").GetString() switch
            {
                "scalar" => Number(result),
                "vector" => result.GetArrayLength() switch
                {
                    0 => (null, "the query has no value"),
                    1 => Number(result[0].GetProperty("value")),
                    var count => (null, string.Create(CultureInfo.InvariantCulture, $"the query has {count} values; it has to give one")),
                },
                _ => (null, "the query gives neither a number nor a vector"),
            };
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return (null, "Prometheus answers something this agent does not understand");
        }
    }

    // [ time, "value" ]; NaN is what a share of no requests is.
    private static (double? Value, string Why) Number(JsonElement sample) =>
        double.TryParse(sample[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (value, "")
            : (null, "the query gives no number");
}
