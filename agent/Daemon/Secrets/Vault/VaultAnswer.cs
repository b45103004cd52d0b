using System.Net;
using System.Text.Json;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>What a Vault answered.</summary>
/// <param name="Status">200, 204, 400, 403 or 404; anything else was told as a failure.</param>
/// <param name="Body">The body.</param>
internal sealed record VaultAnswer(HttpStatusCode Status, byte[] Body)
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 32 };

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => $"{nameof(VaultAnswer)} {(int)Status}";

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="SecretStoreUnavailableException">It is none.</exception>
    public JsonDocument Parse()
    {
        try
        {
            var document = JsonDocument.Parse(Body, _options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Told below: the parser's words may repeat a part of the text.
        }
        throw new SecretStoreUnavailableException("it answered with something that is no answer of a Vault: check its address");
    }
}
