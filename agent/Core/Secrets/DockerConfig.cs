using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pdp.Core.Secrets;

/// <summary>Credentials for registries as a Docker configuration, the content of a Secret of type <c>kubernetes.io/dockerconfigjson</c>.</summary>
public static class DockerConfig
{
    /// <summary>Its key in the Secret.</summary>
    public const string DataKey = ".dockerconfigjson";


    /// <summary>Makes one for a registry.</summary>
    public static SecretValue Of(string registry, ReadOnlySpan<byte> username, ReadOnlySpan<byte> password)
    {
        byte[] both = [.. username, (byte)':', .. password];
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("auths");
            json.WriteStartObject(registry);
            json.WriteString("username", Text(username, "usernameSecret"));
            json.WriteString("password", Text(password, "password"));
            json.WriteBase64String("auth", both);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return new SecretValue(bytes.WrittenSpan.ToArray());
    }

    /// <summary>Checks a whole one.</summary>
    /// <exception cref="SecretFormException">It is none.</exception>
    public static SecretValue Checked(SecretValue document)
    {
        try
        {
            var reader = new Utf8JsonReader(document.Reveal());
            using var json = JsonDocument.ParseValue(ref reader);
            var isWhole = reader.BytesConsumed == document.Reveal().TrimEnd(" \t\r\n"u8).Length;
            if (isWhole && json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("auths", out var auths) && auths.ValueKind == JsonValueKind.Object)
                return document;
        }
        catch (JsonException)
        {
            // Told below: the parser's words may repeat a part of the text.
        }
        throw new SecretFormException("must be a Docker configuration: a JSON object with an object auths", "document");
    }

    private static string Text(ReadOnlySpan<byte> bytes, string item) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : throw new SecretFormException("must be text", item);
}
