using Dapper;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Planes in the database.</summary>
internal sealed class SqlitePlaneStore(SqliteDatabase database, SqliteEventLog events, TimeProvider time) : IPlaneStore
{
    private const string Select =
        """
        select p.name Name, p.display_name DisplayName, p.created_at CreatedAt, p.agent Agent, p.last_seen_at LastSeenAt,
            case when d.id is null then null else t.session end SessionId, t.since Since,
            case when d.id is null or t.session is null then 0 else (
                select count(*) from intents i left join acks a on a.plane = i.plane and a.id = i.id
                where i.plane = p.name and coalesce(a.generation, 0) <> i.generation) end Outstanding
        from planes p left join seats t on t.plane = p.name left join processes d on d.id = t.process and d.seen_at >= @alive
        """;

    /// <summary>Every table with rows that belong to a plane.</summary>
    private static readonly string[] _belongings = ["tokens", "intents", "acks", "statuses", "sources", "seats", "held"];

    public Task<bool> AddAsync(PlaneRecord plane, TokenRecord token, NewEvent happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                var added = scope.Execute(
                    "insert into planes (name, display_name, created_at) values (@Name, @DisplayName, @at) on conflict do nothing",
                    new { plane.Name, plane.DisplayName, at = Stored.Time(plane.CreatedAt) });
                if (added == 0)
                    return false;
                SqliteTokenStore.Add(scope, token);
                events.Append(scope, [happened]);
                return true;
            },
            cancellationToken);

    public Task<PlaneRecord?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) => connection
                .QuerySingleOrDefault<PlaneRow>($"{Select} where p.name = @name", new { name, alive = Alive() }, transaction)?.ToRecord(),
            cancellationToken);

    public Task<Page<PlaneRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                var rows = connection.Query<PlaneRow>(
                    $"{Select} where p.name > @after order by p.name limit @limit",
                    new { after = after ?? "", limit = limit + 1, alive = Alive() },
                    transaction).Select(r => r.ToRecord()).ToList();
                return Pages.Cut(rows, limit, p => p.Name);
            },
            cancellationToken);

    public Task<int> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) => connection.ExecuteScalar<int>("select count(*) from planes", transaction: transaction),
            cancellationToken);

    public Task<bool> DeleteAsync(string name, NewEvent happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                if (scope.Execute("delete from planes where name = @name", new { name }) == 0)
                    return false;
                SqliteSessionStore.Revoke(scope, name);
                foreach (var table in _belongings)
                    scope.Execute($"delete from {table} where plane = @name", new { name });
                events.Append(scope, [happened]);
                return true;
            },
            cancellationToken);

    public Task NoteAsync(IReadOnlyList<PlaneSighting> sightings, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                foreach (var seen in sightings)
                    Note(scope, seen);
                return events.Append(scope, happened);
            },
            cancellationToken);

    /// <summary>Notes a sighting as part of a change.</summary>
    /// <returns>Rows changed: 0 when there is no such plane.</returns>
    public static int Note(WriteScope scope, PlaneSighting seen) =>
        scope.Execute(
            "update planes set last_seen_at = max(coalesce(last_seen_at, 0), @at), agent = coalesce(@agent, agent) where name = @Plane",
            new { seen.Plane, at = Stored.Time(seen.At), agent = Stored.Json(seen.Agent, StoredJson.Default.AgentRecord) });

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

        public PlaneRecord ToRecord() => new(
            Name,
            DisplayName,
            Stored.Time(CreatedAt),
            Stored.Json(Agent, StoredJson.Default.AgentRecord),
            Stored.Time(LastSeenAt),
            SessionId is null ? null : new ConnectionRecord(SessionId, Stored.Time(Since ?? 0), Outstanding));
    }
}
