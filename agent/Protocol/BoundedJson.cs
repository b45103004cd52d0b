using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Pdp.Protocol;

/// <summary>Reads JSON that somebody else wrote: bounded in size and depth, and never with an exception.</summary>
public static class BoundedJson
{
    /// <summary>Reads one JSON object.</summary>
    /// <param name="utf8">The bytes; they must stay as they are while <paramref name="document"/> is used.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <param name="maxDepth">Deepest nesting; a flat object has depth 1.</param>
    /// <param name="document">The document, to be disposed of by the caller; null unless there was no fault.</param>
    public static JsonFault TryRead(
        ReadOnlyMemory<byte> utf8, int maxBytes, int maxDepth, out JsonDocument? document)
    {
        document = null;
        if (utf8.Length > maxBytes) return JsonFault.TooLarge;
        if (!Utf8.IsValid(utf8.Span)) return JsonFault.NotJson;
        var fault = Scan(utf8.Span, maxDepth);
        if (fault != JsonFault.None) return fault;
        return TryDocument(utf8, maxDepth, out document) ? JsonFault.None : JsonFault.DuplicateField;
    }

    /// <summary>The rule that <paramref name="fault"/> broke, for people.</summary>
    public static string Rule(JsonFault fault, int maxBytes, int maxDepth) => fault switch
    {
        JsonFault.TooLarge => $"must be at most {maxBytes} bytes",
        JsonFault.TooDeep => $"must be nested at most {maxDepth} levels deep",
        JsonFault.NotAnObject => "must be a JSON object",
        JsonFault.DuplicateField => "must not name a field twice",
        _ => "must be JSON in UTF-8",
    };

    // The reader is given one level more than the limit, so that too deep and malformed can be told apart.
    private static JsonFault Scan(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
            if (!reader.Read()) return JsonFault.NotJson;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            do
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= maxDepth)
                    return JsonFault.TooDeep;
            }
            while (reader.Read());
            return isObject ? JsonFault.None : JsonFault.NotAnObject;
        }
        catch (JsonException)
        {
            return JsonFault.NotJson;
        }
    }

    // Well-formed and shallow enough by now: what is left to refuse is a field named twice, or a name that is no Unicode text.
    private static bool TryDocument(ReadOnlyMemory<byte> utf8, int maxDepth, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            document = null;
            return false;
        }
    }
}
