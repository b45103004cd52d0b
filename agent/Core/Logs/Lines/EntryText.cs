using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pdp.Core.Logs.Lines;

/// <summary>Writes entries as one line of text that <see cref="LineParser"/> reads as the same entry, for stores that keep only text.</summary>
public static class EntryText
{
    private const string Missing = "missing";

    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text: the message where that says all, a JSON object otherwise. The mark of a gap says in the field <c>missing</c> how many lines are.</summary>
    public static string Of(LogEntry entry)
    {
        var parsed = LineParser.Parse(entry.Message);
        var saysAll = entry is { Fields: null, Missing: 0 } && parsed.Fields is null && parsed.Message == entry.Message && parsed.Level == entry.Level;
        return saysAll ? entry.Message : Json(entry);
    }

    private static string Json(LogEntry entry)
    {
        using var fields = JsonDocument.Parse(entry.Fields ?? "{}");
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _compact))
        {
            writer.WriteStartObject();
            if (entry.Level != Severity.Unknown) writer.WriteString(Free(JsonLine.Levels, fields.RootElement), LevelText(entry.Level));
            writer.WriteString(Free(JsonLine.Messages, fields.RootElement), entry.Message);
            if (entry.Missing > 0) writer.WriteNumber(Missing, entry.Missing);
            foreach (var field in fields.RootElement.EnumerateObject()) field.WriteTo(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // The first name no field has. A field that has an earlier one holds no message or level, or it would have been taken for it.
    private static string Free(IReadOnlyList<string> names, JsonElement fields) => names.FirstOrDefault(name => !fields.TryGetProperty(name, out _)) ?? names[0];

    private static string LevelText(Severity level) => level switch
    {
        Severity.Trace => "trace",
        Severity.Debug => "debug",
        Severity.Info => "info",
        Severity.Warning => "warn",
        Severity.Error => "error",
        _ => "fatal",
    };
}
