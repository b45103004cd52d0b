using Dapper;
using Microsoft.Data.Sqlite;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Source documents in the database.</summary>
internal sealed class SqliteSourceStore(SqliteDatabase database) : ISourceStore
{
    private const string Select =
        "select plane Plane, space Space, kind Kind, name Name, document Document, hash Hash, updated_at UpdatedAt from sources";

    public Task<IReadOnlyList<SourceRecord>> ListAsync(string plane, string space, string kind, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SourceRecord>>(
            (connection, transaction) => connection
                .Query<SourceRow>(
                    $"{Select} where plane = @plane and space = @space and kind = @kind order by name", new { plane, space, kind }, transaction)
                .Select(r => r.ToRecord()).ToList(),
            cancellationToken);

    public Task<IReadOnlyList<SourceRecord>> FindAsync(IReadOnlyCollection<SourceKey> keys, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SourceRecord>>(
            (connection, transaction) => keys.Select(k => Find(connection, transaction, k)).OfType<SourceRow>().Select(r => r.ToRecord()).ToList(),
            cancellationToken);

    /// <summary>Writes a document as part of a change.</summary>
    public static void Put(WriteScope scope, SourceRecord source) =>
        scope.Execute(
            """
            insert into sources (plane, space, kind, name, document, hash, updated_at)
            values (@Plane, @Space, @Kind, @Name, @Document, @Hash, @at)
            on conflict (plane, space, kind, name) do update
            set document = excluded.document, hash = excluded.hash, updated_at = excluded.updated_at
            """,
            new
            {
                source.Key.Plane,
                source.Key.Space,
                source.Key.Kind,
                source.Key.Name,
                source.Document,
                source.Hash,
                at = Stored.Time(source.UpdatedAt),
            });

    /// <summary>Forgets a document as part of a change.</summary>
    public static void Drop(WriteScope scope, SourceKey key) =>
        scope.Execute("delete from sources where plane = @Plane and space = @Space and kind = @Kind and name = @Name", key);

    private static SourceRow? Find(SqliteConnection connection, SqliteTransaction transaction, SourceKey key) =>
        connection.QuerySingleOrDefault<SourceRow>(
            $"{Select} where plane = @Plane and space = @Space and kind = @Kind and name = @Name", key, transaction);

    private sealed record SourceRow
    {
        public string Plane { get; init; } = "";

        public string Space { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Name { get; init; } = "";

        public string Document { get; init; } = "";

        public string Hash { get; init; } = "";

        public long UpdatedAt { get; init; }

        public SourceRecord ToRecord() => new(new SourceKey(Plane, Space, Kind, Name), Document, Hash, Stored.Time(UpdatedAt));
    }
}
