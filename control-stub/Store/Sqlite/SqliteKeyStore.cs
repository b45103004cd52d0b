using Dapper;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Public keys in the database.</summary>
internal sealed class SqliteKeyStore(SqliteDatabase database) : IKeyStore
{
    public Task AddAsync(KeyRecord key, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope => scope.Execute(
                "insert into keys (id, use, key, created_at) values (@id, @Use, @json, @at) on conflict do nothing",
                new
                {
                    id = key.Key.Kid,
                    key.Use,
                    json = Stored.Json(key.Key, StoredJson.Default.JsonWebKey),
                    at = Stored.Time(key.CreatedAt),
                }),
            cancellationToken);

    public Task<IReadOnlyList<KeyRecord>> ListAsync(string use, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KeyRecord>>(
            (connection, transaction) => connection
                .Query<KeyRow>("select use Use, key Key, created_at CreatedAt from keys where use = @use order by created_at, id", new { use }, transaction)
                .Select(r => r.ToRecord()).ToList(),
            cancellationToken);

    private sealed record KeyRow
    {
        public string Use { get; init; } = "";

        public string Key { get; init; } = "";

        public long CreatedAt { get; init; }

        public KeyRecord ToRecord() => new(Use, Stored.Json(Key, StoredJson.Default.JsonWebKey)!, Stored.Time(CreatedAt));
    }
}
