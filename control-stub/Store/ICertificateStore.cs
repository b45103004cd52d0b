namespace Pdp.ControlStub.Store;

/// <summary>
/// The certificates issued to agents. One that is not here, or was revoked, opens nothing, however well it is signed. Of each plane the
/// newest are kept, see <see cref="StoreLimits.CertificatesPerPlane"/>; older ones are forgotten and so end, too.
/// </summary>
internal interface ICertificateStore
{
    /// <summary>The certificate of that serial number, a revoked or expired one too.</summary>
    Task<CertificateRecord?> FindAsync(string serial, CancellationToken cancellationToken);

    /// <summary>Records a certificate that a bootstrap token asked for, and binds the token to its key.</summary>
    /// <param name="token">Id of the token.</param>
    /// <param name="tokenEnds">When a token that had no end ends from now on.</param>
    /// <param name="certificate">The certificate; its number is given here.</param>
    /// <param name="happened">What to note with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <remarks>
    /// The first key that comes with a token gets it: all certificates the plane had before end, for whoever holds a new token is the plane
    /// from then on. The same key may come again while no other was certified since, for its answer may have been lost.
    /// </remarks>
    Task<IssueResult> EnrolAsync(
        string token, DateTimeOffset tokenEnds, CertificateRecord certificate, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Records a certificate in the place of another, <see cref="CertificateRecord.RenewedFrom"/>, which goes on until its own end.</summary>
    /// <param name="certificate">The certificate; its number is given here.</param>
    /// <param name="fromNewest">
    /// Whether the other must be the newest of its plane. One that was renewed already then counts as the newest while it is for the same
    /// key, for the answer may have been lost.
    /// </param>
    /// <param name="happened">What to note with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IssueResult> RenewAsync(CertificateRecord certificate, bool fromNewest, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>
    /// Records a certificate that was issued here and is known to nobody, because a backup from before was restored since. Believed is only what
    /// was issued between the backup and its restore, for a plane that was there, has nothing newer on record, and was not revoked since.
    /// </summary>
    /// <param name="certificate">The certificate, whose signature was verified; its number is given here.</param>
    /// <param name="happened">What to note with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its record; null when it is not believed.</returns>
    Task<CertificateRecord?> AdoptAsync(CertificateRecord certificate, NewEvent happened, CancellationToken cancellationToken);

    /// <summary>Ends every certificate and bootstrap token of a plane, and its sessions with them, whichever process holds them.</summary>
    /// <returns>False, with nothing changed, when the plane is gone.</returns>
    Task<bool> RevokeAsync(string plane, NewEvent happened, CancellationToken cancellationToken);
}

/// <summary>A certificate of an agent.</summary>
/// <param name="Serial">Serial number, upper-case hex as X.509 tools write it.</param>
/// <param name="Plane">The plane it stands for.</param>
/// <param name="Number">Rises with every certificate of the plane; 1 and up.</param>
/// <param name="KeyHash">SHA-256 of its public key (SubjectPublicKeyInfo), lower-case hex.</param>
/// <param name="IssuedAt">When, UTC.</param>
/// <param name="ExpiresAt">Its end, UTC.</param>
/// <param name="RevokedAt">When it was revoked, UTC; null while it was not.</param>
/// <param name="RenewedFrom">Serial number of the certificate it was got with; null when it was a token.</param>
internal sealed record CertificateRecord(
    string Serial, string Plane, long Number, string KeyHash, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt = null, string? RenewedFrom = null);

/// <summary>Why nothing was issued.</summary>
internal enum IssueRefusal
{
    /// <summary>The token or certificate is not known here, or its plane is gone.</summary>
    Unknown,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The token was used for another key, or its certificate was renewed since.</summary>
    Used,

    /// <summary>The plane has a newer certificate.</summary>
    Superseded,
}

/// <summary>What became of a certificate that was to be recorded.</summary>
/// <param name="Refusal">Why it was not; null when it was.</param>
/// <param name="Number">The number it was given.</param>
internal sealed record IssueResult(IssueRefusal? Refusal, long Number = 0);
