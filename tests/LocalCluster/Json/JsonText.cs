using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Json;

/// <summary>
/// JSON text to nodes and back. Nodes are built at once (no lazily parsed element behind them), numbers become
/// <see cref="long"/> or <see cref="double"/>, and a repeated key keeps its last value and is reported.
/// </summary>
internal static class JsonText
{
    /// <summary>Deeper documents are refused.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = MaxDepth * 2,
    };

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads one document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Receives the path of every repeated key, in order.</param>
    /// <exception cref="FormatException">Not JSON, or too deep.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            if (!reader.Read())
                throw new FormatException("unexpected end of JSON input");
            var node = Value(ref reader, duplicates, "");
            if (reader.Read())
                throw new FormatException("invalid data after top-level value");
            return node;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException(Message(e), e);
        }
    }

    public static byte[] Bytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Write(buffer, node);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(IBufferWriter<byte> target, JsonNode node)
    {
        using var writer = new Utf8JsonWriter(target, WriterOptions);
        node.WriteTo(writer);
    }

    public static string Compact(JsonNode? node) =>
        node is null ? "null" : System.Text.Encoding.UTF8.GetString(Bytes(node));

    private static JsonNode? Value(ref Utf8JsonReader reader, List<string>? duplicates, string path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader, duplicates, path),
        JsonTokenType.StartArray => Array(ref reader, duplicates, path),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : Real(ref reader),
        _ => null,
    };

    private static JsonValue Real(ref Utf8JsonReader reader)
    {
        var real = reader.GetDouble();
        return double.IsFinite(real) ? JsonValue.Create(real) : throw new FormatException("number out of range");
    }

    private static JsonObject Object(ref Utf8JsonReader reader, List<string>? duplicates, string path)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            // Paths are only put together where somebody wants the duplicates.
            var child = duplicates is null ? "" : path.Length == 0 ? key : $"{path}.{key}";
            if (duplicates is not null && result.ContainsKey(key))
                duplicates.Add(child);
            result[key] = Value(ref reader, duplicates, child);
        }
        return result;
    }

    private static JsonArray Array(ref Utf8JsonReader reader, List<string>? duplicates, string path)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            result.Add(Value(ref reader, duplicates, duplicates is null ? "" : $"{path}[{result.Count}]"));
        return result;
    }

    private static string Message(Exception e)
    {
        // The framework's sentence ends with where it was; what came before it may quote the input, so it is kept short.
        var text = e.Message;
        return text.Length <= 160 ? text : text[..160];
    }
}
