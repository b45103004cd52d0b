using System.Text.Json;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Identity;

/// <summary>Signs and reads trust documents. Strict: a field that is not known is an error, for it may be a pin with its name misspelt.</summary>
public static class TrustDocuments
{
    private const int Depth = 8;

    /// <summary>Longest signed document, characters: header, payload and signature in base64url.</summary>
    public const int MaxChars = ((ProtocolLimits.JwsHeaderBytes + TrustDocument.MaxBytes) * 4 / 3) + 128;

    /// <summary>The document as UTF-8 JSON: the payload that is signed.</summary>
    public static byte[] Write(TrustDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, ProtocolJsonContext.Default.TrustDocument);

    /// <summary>The compact JWS over a document, exactly these bytes.</summary>
    /// <param name="key">A key the agents believe before they have the document.</param>
    /// <param name="document">What <see cref="Write"/> made, at most <see cref="TrustDocument.MaxBytes"/>.</param>
    /// <exception cref="ArgumentException">The document is empty or too large.</exception>
    public static string Sign(SigningKey key, ReadOnlySpan<byte> document)
    {
        if (document.Length is 0 or > TrustDocument.MaxBytes)
            throw new ArgumentException($"must have 1..{TrustDocument.MaxBytes} bytes", nameof(document));
        return JwsSigning.Sign(key, JwsHeader.TrustType, document);
    }

    /// <summary>Reads the payload of a JWS that was verified.</summary>
    /// <param name="utf8">UTF-8 JSON.</param>
    /// <param name="errors">Everything wrong with it, by path, without quoting it; empty on success.</param>
    /// <returns>The document; null when there are errors.</returns>
    public static TrustDocument? TryRead(ReadOnlyMemory<byte> utf8, out IReadOnlyList<FieldError> errors)
    {
        var fault = BoundedJson.TryRead(utf8, TrustDocument.MaxBytes, Depth, out var json);
        if (fault != JsonFault.None)
        {
            errors = [new("", BoundedJson.Rule(fault, TrustDocument.MaxBytes, Depth))];
            return null;
        }
        using (json)
        {
            var contract = ProtocolJsonContext.Default.TrustDocument;
            errors = JsonShape.Check(json!.RootElement, contract, refuseUnknown: true);
            if (errors.Count > 0) return null;
            var document = json.RootElement.Deserialize(contract)!;
            errors = [.. Errors(document)];
            return errors.Count == 0 ? document : null;
        }
    }

    /// <summary>Everything out of range or out of form; empty when nothing is.</summary>
    public static IEnumerable<FieldError> Errors(TrustDocument document) =>
    [
        .. FieldRules.AtLeast("version", document.Version, 1),
        .. FieldRules.Id("planeId", document.PlaneId),
        .. IntentKeyRing.Errors("signingKeys", document.SigningKeys),
        .. FieldRules.Count("tokenKeys", document.TokenKeys, ProtocolLimits.Keys),
        .. FieldRules.Each("tokenKeys", document.TokenKeys, (at, key) => key.Errors(at)),
        .. ServerPins.Errors(document.CaCertificate, document.PublicKeyPins),
    ];
}
