namespace Pdp.Protocol.Identity;

/// <summary>Why a certificate is not issued. A closed list: over HTTP the last part of the problem's <c>type</c>.</summary>
public enum IdentityRefusal
{
    /// <summary>The request is not what is expected.</summary>
    BadRequest,

    /// <summary>Not a certification request for a key on P-256, signed by that key.</summary>
    BadCsr,

    /// <summary>The certification request names another plane than the one that is proved.</summary>
    WrongPlane,

    /// <summary>The bootstrap token is unknown, used by another key, expired or revoked; which of them is not told.</summary>
    TokenRefused,

    /// <summary>The certificate is none of this control plane's, or the proof of its key does not hold.</summary>
    CertificateRefused,

    /// <summary>The certificate, or its plane, was revoked.</summary>
    CertificateRevoked,

    /// <summary>The certificate expired longer ago than the control plane allows.</summary>
    CertificateExpired,

    /// <summary>The plane has a newer certificate.</summary>
    CertificateSuperseded,

    /// <summary>Too many requests: later.</summary>
    Busy,
}
