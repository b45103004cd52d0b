using Dapper;
using Microsoft.Data.Sqlite;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Intents in the database: what is read. What is written is in the other part.</summary>
internal sealed partial class SqliteIntentStore(SqliteDatabase database, SqliteEventLog events, int intentsPerPlane) : IIntentStore
{
    public Task<IntentRecord?> FindAsync(string plane, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) => connection.QuerySingleOrDefault<IntentRow>(
                $"select {IntentRow.Columns}, i.jws Jws from intents i where plane = @plane and id = @id",
                new { plane, id },
                transaction)?.ToRecord(),
            cancellationToken);

    public Task<IntentView?> ViewAsync(string plane, string id, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, transaction) => View(connection, transaction, plane, id), cancellationToken);

    public Task<IReadOnlyList<IntentView>> ViewAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IntentView>>(
            (connection, transaction) => ids.Select(id => View(connection, transaction, plane, id)).OfType<IntentView>().ToList(),
            cancellationToken);

    public Task<Page<IntentView>> ListAsync(
        string plane, IntentFilter filter, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                var rows = connection.Query<IntentRow>(
                    $"""
                    select {IntentRow.Columns}, {IntentRow.SaidColumns} from intents i {IntentRow.SaidJoins}
                    where i.plane = @plane and i.id > @after and (not i.removed or (@IncludeRemoved and not
                        (coalesce(a.generation, 0) = i.generation and s.at is not null and s.document is null)))
                    and (@Organization is null or i.organization = @Organization) and (@Project is null or i.project = @Project)
                    and (@Environment is null or i.environment = @Environment) and (@Component is null or i.component = @Component)
                    and (@phase is null or s.phase = @phase)
                    order by i.id limit @limit
                    """,
                    new
                    {
                        plane,
                        after = after ?? "",
                        limit = limit + 1,
                        filter.IncludeRemoved,
                        filter.Organization,
                        filter.Project,
                        filter.Environment,
                        filter.Component,
                        phase = filter.Phase?.ToString(),
                    },
                    transaction).Select(r => r.ToView()).ToList();
                return Pages.Cut(rows, limit, v => v.Intent.Id);
            },
            cancellationToken);

    public Task<IReadOnlyList<IntentHead>> HeadsAsync(string plane, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IntentHead>>(
            (connection, transaction) => connection.Query<IntentRow>(
                """
                select i.id Id, i.generation Generation, i.hash Hash, i.removed Removed, a.generation AckGeneration, a.outcome Outcome,
                    s.at StatusAt, s.document is not null HasStatus
                from intents i left join acks a on a.plane = i.plane and a.id = i.id
                left join statuses s on s.plane = i.plane and s.id = i.id
                where i.plane = @plane order by i.id
                """,
                new { plane },
                transaction).Select(r => r.ToHead()).ToList(),
            cancellationToken);

    public Task<IReadOnlyList<(string Plane, string Id)>> UnansweredAsync(string process, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(string Plane, string Id)>>(
            (connection, transaction) => connection.Query<(string, string)>(
                """
                select i.plane, i.id from seats t join intents i on i.plane = t.plane
                left join acks a on a.plane = i.plane and a.id = i.id
                where t.session is not null and t.process = @process and coalesce(a.generation, 0) <> i.generation order by i.plane, i.id
                """,
                new { process },
                transaction).ToList(),
            cancellationToken);

    public Task<long> GenerationFloorAsync(string plane, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) => connection.ExecuteScalar<long>(
                "select coalesce(max(generation_floor), 0) from planes where name = @plane", new { plane }, transaction),
            cancellationToken);

    public Task<IReadOnlyList<StatusRecord>> StatusesAsync(
        string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StatusRecord>>(
            (connection, transaction) => ids.SelectMany(
                id => connection.Query<StatusRow>(
                    "select id Id, document Document, at At from statuses where plane = @plane and id = @id",
                    new { plane, id },
                    transaction)).Select(r => r.ToRecord()).ToList(),
            cancellationToken);

    private static IntentView? View(SqliteConnection connection, SqliteTransaction transaction, string plane, string id) =>
        connection.QuerySingleOrDefault<IntentRow>(
            $"""
            select {IntentRow.Columns}, i.jws Jws, {IntentRow.SaidColumns} from intents i {IntentRow.SaidJoins}
            where i.plane = @plane and i.id = @id
            """,
            new { plane, id },
            transaction)?.ToView();

    private sealed record StatusRow
    {
        public string Id { get; init; } = "";

        public string? Document { get; init; }

        public long At { get; init; }

        public StatusRecord ToRecord() => new(Id, Stored.Json(Document, IntentJson.Default.IntentStatus), Stored.Time(At));
    }
}
