using System.Text.Json;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>A property of a secret that is a JSON object.</summary>
internal static class JsonProperty
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 32, AllowTrailingCommas = false };

    /// <summary>Takes the property out: the characters of a string, the JSON text of anything else.</summary>
    /// <exception cref="SecretStoreException">The secret is no JSON object, or has no such property.</exception>
    public static SecretValue Of(SecretValue secret, string property)
    {
        var reader = secret.Reveal().ToArray();
        try
        {
            using var document = JsonDocument.Parse(reader, _options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new SecretStoreException("is not a JSON object, so it has no properties");
            if (!document.RootElement.TryGetProperty(property, out var found))
                throw new SecretStoreException("has no property of the name the intent asks for");
            return new SecretValue(System.Text.Encoding.UTF8.GetBytes(
                found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText()));
        }
        catch (JsonException)
        {
            // The parser's words may repeat a part of the text.
            throw new SecretStoreException("is not JSON, so it has no properties");
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(reader);
        }
    }
}
