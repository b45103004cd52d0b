using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Signatures;

/// <summary>Why a JWS is not believed. A closed list.</summary>
public enum JwsRefusal
{
    /// <summary>Not three parts of canonical base64url with a readable header.</summary>
    Malformed,

    /// <summary>Longer than <see cref="ProtocolLimits.JwsChars"/>, or a part over its limit.</summary>
    TooLarge,

    /// <summary>The header's algorithm is <c>none</c>.</summary>
    Unsigned,

    /// <summary>The header's algorithm is not the key's own.</summary>
    WrongAlgorithm,

    /// <summary>Something else was signed.</summary>
    WrongType,

    /// <summary>The header names extensions that must be understood and are not.</summary>
    CriticalNotUnderstood,

    /// <summary>No key in the ring has this id.</summary>
    UnknownKey,

    /// <summary>The signature is not the key's over these bytes.</summary>
    BadSignature,
}

/// <summary>What each refusal means to people and in acknowledgements.</summary>
public static class JwsRefusals
{
    /// <summary>The refusal as a reason of an <c>ack</c> frame.</summary>
    public static RefusalReason ToReason(this JwsRefusal refusal) => refusal switch
    {
        JwsRefusal.TooLarge => new(FailureReason.TooLarge, "", $"a document must be at most {ProtocolLimits.IntentBytes} bytes"),
        JwsRefusal.UnknownKey => new(FailureReason.UnknownKey, "", "sign with a key that this agent's bootstrap bundle pins"),
        JwsRefusal.Malformed => Invalid("must be a compact JWS: three parts of base64url, the first a JSON header"),
        JwsRefusal.Unsigned => Invalid("must be signed; the algorithm none is never accepted"),
        JwsRefusal.WrongAlgorithm => Invalid($"must be signed with {JwsHeader.Es256}, the key's own algorithm"),
        JwsRefusal.WrongType => Invalid($"the header's typ must be {JwsHeader.IntentType}"),
        JwsRefusal.CriticalNotUnderstood => Invalid("the header must not have crit: this agent understands no extensions"),
        _ => Invalid("the signature does not match the key over these bytes"),
    };

    private static RefusalReason Invalid(string message) => new(FailureReason.SignatureInvalid, "", message);
}
