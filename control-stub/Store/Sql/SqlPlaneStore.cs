namespace Pdp.ControlStub.Store.Sql;

/// <summary>Planes in the database.</summary>
internal sealed class SqlPlaneStore(ISqlDatabase database, TimeProvider time) : IPlaneStore
{
    private const string Select =
        """
        select p.name Name, p.display_name DisplayName, p.created_at CreatedAt, p.agent Agent, p.last_seen_at LastSeenAt,
            case when d.id is null then null else t.session end SessionId, t.since Since,
            c.serial Serial, c.number Number, c.key_hash KeyHash, c.issued_at IssuedAt, c.expires_at ExpiresAt, c.revoked_at RevokedAt,
            c.renewed_from RenewedFrom,
            case when d.id is null or t.session is null then 0 else (
                select count(*) from intents i left join acks a on a.plane = i.plane and a.id = i.id
                where i.plane = p.name and coalesce(a.generation, 0) <> i.generation) end Outstanding
        from planes p left join seats t on t.plane = p.name left join processes d on d.id = t.process and d.seen_at >= @alive
            left join certificates c on c.plane = p.name and c.number = (select max(n.number) from certificates n where n.plane = p.name)
        """;

    /// <summary>Every table with rows that belong to a plane.</summary>
    private static readonly string[] _belongings = ["service_words", "services", "tokens", "certificates", "statuses", "acks", "intents", "sources", "seats", "held"];

    public Task<bool> AddAsync(PlaneRecord plane, TokenRecord token, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var added = await scope.ExecuteAsync(
                    "insert into planes (name, display_name, created_at) values (@Name, @DisplayName, @at) on conflict do nothing",
                    new { plane.Name, plane.DisplayName, at = Stored.Time(plane.CreatedAt) });
                if (added == 0)
                    return false;
                await SqlTokenStore.AddAsync(scope, token);
                scope.Note([happened]);
                return true;
            },
            cancellationToken);

    public async Task<PlaneRecord?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<PlaneRow>($"{Select} where p.name = @name", new { name, alive = Alive() }, cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public async Task<AgentRecord?> FindAgentAsync(string name, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<string?>("select agent from planes where name = @name", new { name }, cancellationToken);
        return Stored.Json(rows.SingleOrDefault(), StoredJson.Default.AgentRecord);
    }

    public async Task<Page<PlaneRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<PlaneRow>(
            $"{Select} where p.name > @after order by p.name limit @limit",
            new { after = after ?? "", limit = limit + 1, alive = Alive() },
            cancellationToken);
        return Pages.Cut(rows.ConvertAll(r => r.ToRecord()), limit, p => p.Name);
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<int>("select count(*) from planes", null, cancellationToken))[0];

    public Task<bool> DeleteAsync(string name, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                if (await scope.ExecuteAsync("delete from planes where name = @name", new { name }) == 0)
                    return false;
                foreach (var table in _belongings)
                    await scope.ExecuteAsync($"delete from {table} where plane = @name", new { name });
                scope.Announce(new StoreChange.AccessRevoked(name));
                scope.Note([happened]);
                return true;
            },
            cancellationToken);

    public Task NoteAsync(IReadOnlyList<PlaneSighting> sightings, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                await NoteAsync(scope, sightings);
                scope.Note(happened);
                return true;
            },
            cancellationToken);

    /// <summary>Notes sightings as part of a change; one of a plane that is gone is dropped.</summary>
    /// <returns>Planes noted.</returns>
    public static async Task<int> NoteAsync(WriteScope scope, IReadOnlyList<PlaneSighting> sightings)
    {
        var noted = 0;
        // In the order of their names, so that processes that note the same planes do so one after the other.
        var rows = sightings.OrderBy(s => s.Plane, StringComparer.Ordinal);
        foreach (var list in RowList.Of(rows, s => s.Plane, s => Stored.Time(s.At), s => Stored.Json(s.Agent, StoredJson.Default.AgentRecord)))
            noted += await scope.ExecuteAsync(
                $"""
                update planes set
                    last_seen_at = case when last_seen_at > v.column2 then last_seen_at else v.column2 end,
                    agent = coalesce(v.column3, agent)
                from (values {list.Sql}) v where name = v.column1
                """,
                list.Parameters);
        return noted;
    }

    private long Alive() => Stored.Time(time.GetUtcNow() - ISessionStore.Lease);

    private sealed record PlaneRow
    {
        public string Name { get; init; } = "";

        public string DisplayName { get; init; } = "";

        public long CreatedAt { get; init; }

        public string? Agent { get; init; }

        public long? LastSeenAt { get; init; }

        public string? SessionId { get; init; }

        public long? Since { get; init; }

        public int Outstanding { get; init; }

        public string? Serial { get; init; }

        public long Number { get; init; }

        public string KeyHash { get; init; } = "";

        public long IssuedAt { get; init; }

        public long ExpiresAt { get; init; }

        public long? RevokedAt { get; init; }

        public string? RenewedFrom { get; init; }

        public PlaneRecord ToRecord() => new(
            Name,
            DisplayName,
            Stored.Time(CreatedAt),
            Stored.Json(Agent, StoredJson.Default.AgentRecord),
            Stored.Time(LastSeenAt),
            SessionId is null ? null : new ConnectionRecord(SessionId, Stored.Time(Since ?? 0), Outstanding),
            Certificate());

        private CertificateRecord? Certificate() => Serial is null
            ? null
            : new(Serial, Name, Number, KeyHash, Stored.Time(IssuedAt), Stored.Time(ExpiresAt), Stored.Time(RevokedAt), RenewedFrom);
    }
}
