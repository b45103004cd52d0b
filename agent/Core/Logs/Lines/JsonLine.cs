using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pdp.Core.Logs.Lines;

/// <summary>Reads a line that is a JSON object, in the words of the common libraries: message, level, and the rest as fields.</summary>
internal static class JsonLine
{
    // In order: the first that is there is it.
    public static readonly IReadOnlyList<string> Messages = ["message", "msg", "@m", "@mt", "Message", "body", "text"];
    public static readonly IReadOnlyList<string> Levels = ["level", "severity", "lvl", "@l", "LogLevel", "Level", "log.level", "levelname", "loglevel"];

    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32 };
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when it is none.</summary>
    public static ParsedLine? TryParse(string line)
    {
        var text = line.AsSpan().Trim();
        if (text is not ['{', .., '}']) return null;
        try
        {
            using var document = JsonDocument.Parse(line, Limits);
            return Read(document.RootElement, line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ParsedLine Read(JsonElement root, string line)
    {
        var message = Messages.FirstOrDefault(name => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String);
        var level = Levels.FirstOrDefault(name => root.TryGetProperty(name, out var value) && LevelOf(value) != Severity.Unknown);
        // Serilog leaves the level out when it is Information.
        var severity = level is not null ? LevelOf(root.GetProperty(level)) : root.TryGetProperty("@t", out _) ? Severity.Info : Severity.Unknown;
        if (message is null) return new ParsedLine(severity, line, null, true);
        return new ParsedLine(severity, root.GetProperty(message).GetString()!, Rest(root, message, level), true);
    }

    private static Severity LevelOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => LevelNames.Of(value.GetString()),
        JsonValueKind.Number when value.TryGetInt64(out var number) => LevelNames.Of(number),
        _ => Severity.Unknown,
    };

    private static string? Rest(JsonElement root, string message, string? level)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var any = false;
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            foreach (var property in root.EnumerateObject())
            {
                if (property.NameEquals(message) || (level is not null && property.NameEquals(level))) continue;
                property.WriteTo(writer);
                any = true;
            }
            writer.WriteEndObject();
        }
        return any ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }
}
