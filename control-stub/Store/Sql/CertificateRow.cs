namespace Pdp.ControlStub.Store.Sql;

/// <summary>A certificate as a row.</summary>
internal sealed record CertificateRow
{
    /// <summary>Writes a row of <see cref="Values"/>.</summary>
    public const string Insert =
        """
        insert into certificates (serial, plane, number, key_hash, issued_at, expires_at, revoked_at, renewed_from)
        values (@Serial, @Plane, @Number, @KeyHash, @issued, @expires, @revoked, @RenewedFrom)
        """;

    public string Serial { get; init; } = "";

    public string Plane { get; init; } = "";

    public long Number { get; init; }

    public string KeyHash { get; init; } = "";

    public long IssuedAt { get; init; }

    public long ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public string? RenewedFrom { get; init; }

    /// <summary>The values of a record.</summary>
    public static object Values(CertificateRecord certificate) => new
    {
        certificate.Serial,
        certificate.Plane,
        certificate.Number,
        certificate.KeyHash,
        issued = Stored.Time(certificate.IssuedAt),
        expires = Stored.Time(certificate.ExpiresAt),
        revoked = certificate.RevokedAt is { } revoked ? Stored.Time(revoked) : (long?)null,
        certificate.RenewedFrom,
    };

    public CertificateRecord ToRecord() => new(
        Serial, Plane, Number, KeyHash, Stored.Time(IssuedAt), Stored.Time(ExpiresAt), Stored.Time(RevokedAt), RenewedFrom);
}
