using System.Text.Json;

namespace Pdp.History.Recording;

/// <summary>A history as JSON lines, to be kept and judged again.</summary>
public static class HistoryFile
{
    /// <summary>Writes a history.</summary>
    public static async Task WriteAsync(TextWriter to, IEnumerable<HistoryRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(records);
        foreach (var record in records)
            await to.WriteLineAsync(JsonSerializer.Serialize(record, HistoryJson.Default.HistoryRecord).AsMemory(), cancellationToken);
    }

    /// <summary>Reads a history.</summary>
    /// <exception cref="InvalidDataException">A line is no record, or not the one that comes next; says which line.</exception>
    public static async Task<IReadOnlyList<HistoryRecord>> ReadAsync(TextReader from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        var records = new List<HistoryRecord>();
        while (await from.ReadLineAsync(cancellationToken) is { } line)
        {
            var record = Parse(line, records.Count + 1);
            var number = records.Count + 1;
            if (record.Number != number)
                throw new InvalidDataException($"Line {number} has the number {record.Number}: lines are missing or out of order.");
            records.Add(record);
        }

        return records;
    }

    private static HistoryRecord Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryRecord)
                ?? throw new InvalidDataException($"Line {number} is null.");
        }
        catch (Exception bad) when (bad is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"Line {number} is no record: {bad.Message}", bad);
        }
    }
}
