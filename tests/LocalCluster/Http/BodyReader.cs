using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Protobuf;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Http;

/// <summary>Reads request bodies, no more than 3 MiB of them, as JSON, YAML or protobuf.</summary>
internal static class BodyReader
{
    /// <summary>As the API server has it.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private const string Json = "application/json";
    private const string Yaml = "application/yaml";

    /// <exception cref="ApiException">Too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes)
            throw TooLarge();
        var buffer = new ArrayBufferWriter<byte>((int)Math.Max(request.ContentLength ?? 0, 256));
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(4096), ct);
            if (read == 0)
                return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > MaxBytes)
                throw TooLarge();
        }
    }

    /// <summary>The body as an object of some kind.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">The type it should be of.</param>
    /// <param name="duplicates">Receives the paths of repeated keys.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="ApiException">Not JSON, YAML or protobuf, no object, too large, or in another format.</exception>
    public static async Task<JsonObject> ObjectAsync(HttpRequest request, SchemaType type, List<string> duplicates, CancellationToken ct)
    {
        var mediaType = MediaType(request);
        if (mediaType is not ("" or Json or Yaml or ProtoDecoder.MediaType))
            throw ApiErrors.UnsupportedMediaType($"{Json}, {Yaml}, {ProtoDecoder.MediaType}");
        var body = await ReadAsync(request, ct);
        try
        {
            if (mediaType == ProtoDecoder.MediaType)
                return ProtoDecoder.Decode(type, body);
            return Parse(body, mediaType == Yaml, duplicates) as JsonObject ?? throw new FormatException("it is not an object");
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(
                $"the object provided is unrecognized (must be of type {type.Name}): couldn't get version/kind; {e.Message}");
        }
    }

    /// <exception cref="FormatException">Not JSON, or not YAML.</exception>
    public static JsonNode? Parse(byte[] body, bool isYaml, List<string>? duplicates) =>
        isYaml && !IsJson(body) ? YamlText.Parse(Encoding.UTF8.GetString(body), duplicates) : JsonText.Parse(body, duplicates);

    /// <summary>The content type without its parameters.</summary>
    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    /// <summary>Most YAML that arrives is JSON, and that is read faster as such.</summary>
    private static bool IsJson(byte[] body)
    {
        var start = body.AsSpan().TrimStart(" \t\r\n"u8);
        return start.Length > 0 && start[0] == '{' && body.AsSpan().TrimEnd(" \t\r\n"u8)[^1] == '}' && LooksQuoted(start);
    }

    private static bool LooksQuoted(ReadOnlySpan<byte> text)
    {
        var after = text[1..].TrimStart(" \t\r\n"u8);
        return after.Length > 0 && after[0] is (byte)'"' or (byte)'}';
    }

    private static ApiException TooLarge() => ApiErrors.TooLarge($"Request entity too large: limit is {MaxBytes}");
}
