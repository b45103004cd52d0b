namespace Pdp.ControlStub.Store.Sql;

/// <summary>Certificates in the database. Whoever issues for a plane holds the plane's row, so that all of them come one after the other.</summary>
internal sealed class SqlCertificateStore(ISqlDatabase database, int kept, TimeProvider time) : ICertificateStore
{
    private const string Select =
        """
        select serial Serial, plane Plane, number Number, key_hash KeyHash, issued_at IssuedAt, expires_at ExpiresAt, revoked_at RevokedAt,
            renewed_from RenewedFrom
        from certificates
        """;

    public async Task<CertificateRecord?> FindAsync(string serial, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<CertificateRow>($"{Select} where serial = @serial", new { serial }, cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public Task<IssueResult> EnrolAsync(
        string token, DateTimeOffset tokenEnds, CertificateRecord certificate, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (!await TryHoldAsync(scope, certificate.Plane))
                    return new IssueResult(IssueRefusal.Unknown);
                var newest = await NewestAsync(scope, certificate.Plane);
                if (TokenUses.Judge(await SqlTokenStore.FindAsync(scope, token), certificate, newest) is { } refusal)
                    return new IssueResult(refusal);
                if (await SqlTokenStore.BindAsync(scope, token, certificate.KeyHash, tokenEnds) && newest is not null)
                    await EndAsync(scope, certificate.Plane, newest.Number);
                return await AddAsync(scope, certificate, newest, happened);
            },
            cancellationToken);

    public Task<IssueResult> RenewAsync(CertificateRecord certificate, bool fromNewest, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (!await TryHoldAsync(scope, certificate.Plane))
                    return new IssueResult(IssueRefusal.Unknown);
                var before = await scope.QueryAsync<CertificateRow>(
                    $"{Select} where serial = @RenewedFrom and plane = @Plane", new { certificate.RenewedFrom, certificate.Plane });
                if (before is not [var presented])
                    return new IssueResult(IssueRefusal.Unknown);
                if (presented.RevokedAt is not null)
                    return new IssueResult(IssueRefusal.Revoked);
                var newest = await NewestAsync(scope, certificate.Plane);
                var isAgain = newest!.RenewedFrom == presented.Serial && newest.KeyHash == certificate.KeyHash;
                return fromNewest && newest.Serial != presented.Serial && !isAgain
                    ? new IssueResult(IssueRefusal.Superseded)
                    : await AddAsync(scope, certificate, newest, happened);
            },
            cancellationToken);

    public async Task<CertificateRecord?> AdoptAsync(CertificateRecord certificate, NewEvent happened, CancellationToken cancellationToken)
    {
        var issued = Stored.Time(certificate.IssuedAt);
        // Strangers come often, and restores are rare: without one nothing is written, and nobody waits for a turn to write.
        var windows = await database.QueryAsync<long>(
            "select restored_at from restores where backup_at <= @issued and restored_at >= @issued", new { issued }, cancellationToken);
        return windows.Count == 0 ? null : await database.WriteAsync(scope => AdoptAsync(scope, certificate, issued, happened), cancellationToken);
    }

    public Task<bool> RevokeAsync(string plane, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (!await TryHoldAsync(scope, plane))
                    return false;
                await SqlTokenStore.RevokeAsync(scope, TokenUse.Bootstrap, plane, time.GetUtcNow());
                await EndAsync(scope, plane, (await NewestAsync(scope, plane))?.Number ?? 0);
                await scope.ExecuteAsync(
                    "update planes set revoked_at = @now where name = @plane", new { plane, now = Stored.Time(time.GetUtcNow()) });
                scope.Note([happened]);
                return true;
            },
            cancellationToken);

    /// <summary>Remembers, as part of a change, that what the database holds is of a backup.</summary>
    public static Task NoteRestoreAsync(WriteScope scope, DateTimeOffset backupAt, DateTimeOffset restoredAt) => scope.ExecuteAsync(
        "insert into restores (backup_at, restored_at) values (@backup, @restored)",
        new { backup = WholeSecond(Stored.Time(backupAt)), restored = Stored.Time(restoredAt) });

    /// <summary>Whether a certificate opens the channel of a plane at a time, as part of a change.</summary>
    public static async Task<bool> IsValidAsync(WriteScope scope, string serial, string plane, DateTimeOffset at) =>
        await scope.ScalarAsync<long>(
            "select count(*) from certificates where serial = @serial and plane = @plane and revoked_at is null and expires_at > @at",
            new { serial, plane, at = Stored.Time(at) }) > 0;

    private static async Task<bool> TryHoldAsync(WriteScope scope, string plane) =>
        (await scope.QueryAsync<string>($"select name from planes where name = @plane {scope.Dialect.Lock}", new { plane })).Count > 0;

    private static async Task<CertificateRecord?> NewestAsync(WriteScope scope, string plane) =>
        (await scope.QueryAsync<CertificateRow>($"{Select} where plane = @plane order by number desc limit 1", new { plane }))
            .SingleOrDefault()?.ToRecord();

    private async Task<CertificateRecord?> AdoptAsync(WriteScope scope, CertificateRecord certificate, long issued, NewEvent happened)
    {
        if (!await TryHoldAsync(scope, certificate.Plane))
            return null;
        // Another process may have been shown it in the same moment.
        if (await scope.QueryAsync<CertificateRow>($"{Select} where serial = @Serial", new { certificate.Serial }) is [var known])
            return known.ToRecord();
        var newest = await NewestAsync(scope, certificate.Plane);
        if (newest is not null && (WholeSecond(Stored.Time(newest.IssuedAt)) > issued || newest.RevokedAt >= certificate.IssuedAt))
            return null;
        var believes = await scope.ScalarAsync<long>(
            "select count(*) from planes where name = @Plane and created_at < @issued + 1000 and coalesce(revoked_at, 0) < @issued",
            new { certificate.Plane, issued });
        if (believes == 0)
            return null;
        var result = await AddAsync(scope, certificate, newest, happened);
        return certificate with { Number = result.Number };
    }

    // Certificates tell no more.
    private static long WholeSecond(long milliseconds) => milliseconds - (milliseconds % 1000);

    private async Task EndAsync(WriteScope scope, string plane, long last)
    {
        await scope.ExecuteAsync(
            "update certificates set revoked_at = @now where plane = @plane and revoked_at is null",
            new { plane, now = Stored.Time(time.GetUtcNow()) });
        await SqlSessionStore.RevokeAsync(scope, plane, last);
    }

    private async Task<IssueResult> AddAsync(WriteScope scope, CertificateRecord certificate, CertificateRecord? newest, NewEvent happened)
    {
        var number = (newest?.Number ?? 0) + 1;
        await scope.ExecuteAsync(CertificateRow.Insert, CertificateRow.Values(certificate with { Number = number }));
        await scope.ExecuteAsync(
            "delete from certificates where plane = @Plane and number <= @last", new { certificate.Plane, last = number - kept });
        scope.Note([happened]);
        return new IssueResult(null, number);
    }
}
