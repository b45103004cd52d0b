namespace Pdp.Protocol.Tokens;

/// <summary>Why a token is worth nothing. A closed list.</summary>
public enum TokenRefusal
{
    /// <summary>No readable JWT of this kind: its form, its size or its claims.</summary>
    Malformed,

    /// <summary>Signed by nobody this side believes, or not signed by him over these bytes.</summary>
    NotBelieved,

    /// <summary>Made for another plane.</summary>
    OtherAudience,

    /// <summary>Not good yet: a clock is wrong.</summary>
    NotYet,

    /// <summary>Its end has passed.</summary>
    Expired,
}
