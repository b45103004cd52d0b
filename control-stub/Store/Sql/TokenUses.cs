namespace Pdp.ControlStub.Store.Sql;

/// <summary>Decides whether a bootstrap token may be used for a key. Pure.</summary>
internal static class TokenUses
{
    /// <summary>Why it may not; null when it may.</summary>
    /// <param name="token">The token as it is now; null when there is none.</param>
    /// <param name="wanted">The certificate it is to be used for, issued now.</param>
    /// <param name="newest">The newest certificate of the plane; null when it has none.</param>
    public static IssueRefusal? Judge(TokenRecord? token, CertificateRecord wanted, CertificateRecord? newest)
    {
        if (token is not { Use: TokenUse.Bootstrap } || token.Plane != wanted.Plane)
            return IssueRefusal.Unknown;
        if (token.RevokedAt is not null)
            return IssueRefusal.Revoked;
        if (token.ExpiresAt <= wanted.IssuedAt)
            return IssueRefusal.Expired;
        // The same key again, whose answer may have been lost: not once it, or another, was certified otherwise.
        return token.KeyHash is null || (token.KeyHash == wanted.KeyHash && newest?.KeyHash == wanted.KeyHash) ? null : IssueRefusal.Used;
    }
}
