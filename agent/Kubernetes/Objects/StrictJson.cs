using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Objects;

/// <summary>Reads and writes JSON within limits.</summary>
internal static class StrictJson
{
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    private static readonly JsonDocumentOptions _known = new() { MaxDepth = 1000 };

    // A double key would only come to light when somebody reads that object, far from here.
    public static JsonDocumentOptions Document(int maxDepth) => new() { MaxDepth = maxDepth, AllowDuplicateProperties = false };

    /// <summary>One object.</summary>
    /// <exception cref="JsonException">It is malformed, too deep, has a key twice, or is not an object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, int maxDepth) =>
        JsonNode.Parse(utf8, documentOptions: Document(maxDepth)) as JsonObject ?? throw new JsonException("Not a JSON object.");

    /// <summary>One object that was read before, and is not judged again.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonObject Reread(ReadOnlySpan<byte> utf8) =>
        JsonNode.Parse(utf8, documentOptions: _known) as JsonObject ?? throw new JsonException("Not a JSON object.");

    public static byte[] ToUtf8(JsonObject obj)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, _writing)) obj.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
