namespace Pdp.Daemon.Identity;

/// <summary>What an agent does about its identity before it dials. Pure.</summary>
internal enum IdentityDecision
{
    /// <summary>It has a certificate that holds, as far as it knows.</summary>
    Dial,

    /// <summary>It asks for its first certificate, or for one of another plane, with the bundle's token.</summary>
    Enrol,

    /// <summary>It asks for a new certificate by the key of the one it has, which is expired or was refused.</summary>
    Renew,
}

/// <summary>How that is decided.</summary>
internal static class IdentityDecisions
{
    /// <summary>Decides.</summary>
    /// <param name="identity">What is kept; null for nothing.</param>
    /// <param name="planeId">The plane of the bundle.</param>
    /// <param name="tokenSha256">Hash of the bundle's token.</param>
    /// <param name="isExpired">Whether the certificate is, by this agent's clock.</param>
    /// <param name="isRefused">Whether the control plane did not accept it, or could not be trusted, at the last attempt.</param>
    public static IdentityDecision For(AgentIdentity? identity, string planeId, string tokenSha256, bool isExpired, bool isRefused)
    {
        if (identity is null or { Certificate: null } || identity.PlaneId != planeId) return IdentityDecision.Enrol;
        // The token may belong to the key that is pending by now: no other key may take its place before that is known.
        if (identity.Pending?.Purpose == tokenSha256) return IdentityDecision.Enrol;
        return isExpired || isRefused ? IdentityDecision.Renew : IdentityDecision.Dial;
    }
}
