using Dapper;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Planes in the database.</summary>
internal sealed class SqlitePlaneStore(SqliteDatabase database, SqliteEventLog events) : IPlaneStore
{
    private const string Columns = "name Name, display_name DisplayName, created_at CreatedAt, agent Agent, last_seen_at LastSeenAt";

    /// <summary>Every table with rows that belong to a plane.</summary>
    private static readonly string[] _belongings = ["tokens", "intents", "acks", "statuses", "sources"];

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
                .QuerySingleOrDefault<PlaneRow>($"select {Columns} from planes where name = @name", new { name }, transaction)?.ToRecord(),
            cancellationToken);

    public Task<Page<PlaneRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                var rows = connection.Query<PlaneRow>(
                    $"select {Columns} from planes where name > @after order by name limit @limit",
                    new { after = after ?? "", limit = limit + 1 },
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
                    scope.Execute(
                        "update planes set last_seen_at = max(coalesce(last_seen_at, 0), @at), agent = coalesce(@agent, agent) where name = @Plane",
                        new { seen.Plane, at = Stored.Time(seen.At), agent = Stored.Json(seen.Agent, StoredJson.Default.AgentRecord) });
                return events.Append(scope, happened);
            },
            cancellationToken);

    private sealed record PlaneRow
    {
        public string Name { get; init; } = "";

        public string DisplayName { get; init; } = "";

        public long CreatedAt { get; init; }

        public string? Agent { get; init; }

        public long? LastSeenAt { get; init; }

        public PlaneRecord ToRecord() =>
            new(Name, DisplayName, Stored.Time(CreatedAt), Stored.Json(Agent, StoredJson.Default.AgentRecord), Stored.Time(LastSeenAt));
    }
}
