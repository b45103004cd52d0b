namespace Pdp.Protocol.Signatures;

/// <summary>Whether a JWS is believed.</summary>
public abstract record JwsVerification
{
    private JwsVerification()
    {
    }

    /// <summary>It is.</summary>
    /// <param name="KeyId">The key that signed.</param>
    /// <param name="Payload">The signed bytes, as they came.</param>
    public sealed record Verified(string KeyId, ReadOnlyMemory<byte> Payload) : JwsVerification;

    /// <summary>It is not; nothing of its content may be used.</summary>
    /// <param name="Refusal">Why.</param>
    /// <param name="PayloadHash">SHA-256 of the payload where there was one, lower-case hex: it names the document in the answer.</param>
    public sealed record Refused(JwsRefusal Refusal, string? PayloadHash = null) : JwsVerification;
}
