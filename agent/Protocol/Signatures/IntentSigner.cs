namespace Pdp.Protocol.Signatures;

/// <summary>Signs intents and removals as the control plane does.</summary>
/// <param name="key">The key; it stays its owner's to dispose of.</param>
public sealed class IntentSigner(SigningKey key)
{
    /// <summary>The public key that verifies.</summary>
    public JsonWebKey PublicKey => key.PublicKey;

    /// <summary>The compact JWS over a document, exactly these bytes.</summary>
    /// <param name="document">UTF-8 JSON of an intent or a removal, at most <see cref="ProtocolLimits.IntentBytes"/>.</param>
    /// <exception cref="ArgumentException">The document is empty or too large.</exception>
    public string Sign(ReadOnlySpan<byte> document)
    {
        if (document.Length is 0 or > ProtocolLimits.IntentBytes)
            throw new ArgumentException($"must have 1..{ProtocolLimits.IntentBytes} bytes", nameof(document));
        return JwsSigning.Sign(key, JwsHeader.IntentType, document);
    }
}
