using System.Text.Json.Serialization;

namespace Pdp.Protocol.Frames;

/// <summary>The rule a frame broke.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ErrorCode>))]
public enum ErrorCode
{
    /// <summary>The frame type is not known to this side; ignored.</summary>
    UnknownFrame,

    /// <summary>A binary message; frames are text.</summary>
    NotText,

    /// <summary>Not JSON, or not an object.</summary>
    NotJson,

    /// <summary>Over the size limit.</summary>
    TooLarge,

    /// <summary>Nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>A field is missing, has the wrong type or is out of range.</summary>
    BadField,

    /// <summary>A frame that may not come at this point of the session.</summary>
    WrongOrder,

    /// <summary>More <c>intent</c> and <c>remove</c> frames unacknowledged, or more <c>ask</c> frames unanswered, than allowed.</summary>
    WindowExceeded,

    /// <summary>No protocol version both sides speak.</summary>
    UnsupportedProtocol,

    /// <summary>The agent's credential holds no key to answer a challenge with.</summary>
    CannotProve,

    /// <summary>A proof does not hold: the signature, or the certificate it is by, is not accepted.</summary>
    ProofRefused,

    /// <summary>A certification request names another plane than the session's; <c>about</c> is its request.</summary>
    WrongPlane,

    /// <summary>A certification request that is none, or not for a key on P-256; <c>about</c> is its request.</summary>
    BadCsr,

    /// <summary>No certificate is issued for this session now; <c>about</c> is the request.</summary>
    RenewRefused,

    /// <summary>No copy of a trust document was taken.</summary>
    TrustRefused,

    /// <summary>The side failed; not the peer's fault.</summary>
    Internal,
}
