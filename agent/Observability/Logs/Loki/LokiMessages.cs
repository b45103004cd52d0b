using System.Globalization;
using System.Text.Json;
using Pdp.LogStore;

namespace Pdp.Observability.Logs.Loki;

/// <summary>Reads what Loki answers (its HTTP API, "Query logs within a range of time" and "Stream logs").</summary>
internal static class LokiMessages
{
    /// <summary>The lines of an answer to <c>query_range</c>, ordered.</summary>
    /// <exception cref="LogStoreException">It is none.</exception>
    public static IReadOnlyList<LokiLine> Lines(ReadOnlyMemory<byte> answer, LokiLabels labels) =>
        Read(answer, root => Streams(root.GetProperty("data").GetProperty("result"), labels));

    /// <summary>What a tail sent: lines, ordered, and how many Loki itself left out.</summary>
    /// <exception cref="LogStoreException">It is none.</exception>
    public static (IReadOnlyList<LokiLine> Lines, int Dropped) Tail(ReadOnlyMemory<byte> message, LokiLabels labels) => Read(message, root => (
        root.TryGetProperty("streams", out var streams) && streams.ValueKind == JsonValueKind.Array ? Streams(streams, labels) : [],
        root.TryGetProperty("dropped_entries", out var dropped) && dropped.ValueKind == JsonValueKind.Array ? dropped.GetArrayLength() : 0));

    private static T Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new LogStoreException("Loki answers what cannot be read: is it Loki?", wrong);
        }
    }

    private static IReadOnlyList<LokiLine> Streams(JsonElement streams, LokiLabels labels)
    {
        var lines = new List<LokiLine>();
        foreach (var stream in streams.EnumerateArray())
        {
            var source = labels.SourceOf(stream.GetProperty("stream").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? ""));
            foreach (var value in stream.GetProperty("values").EnumerateArray())
                lines.Add(new LokiLine(long.Parse(value[0].GetString()!, NumberStyles.None, CultureInfo.InvariantCulture), source, value[1].GetString()!));
        }
        // Stable: lines of one stream and moment stay as they came.
        return [.. lines.Order(LokiLine.Order)];
    }
}
