namespace Pdp.ControlStub.Store.Sql;

/// <summary>Public keys in the database.</summary>
internal sealed class SqlKeyStore(ISqlDatabase database) : IKeyStore
{
    public Task AddAsync(KeyRecord key, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        ChangeAsync(
            scope => scope.ExecuteAsync(
                "insert into keys (id, use, key, created_at) values (@id, @Use, @json, @at) on conflict do nothing",
                new
                {
                    id = key.Key.Kid,
                    key.Use,
                    json = Stored.Json(key.Key, StoredJson.Default.JsonWebKey),
                    at = Stored.Time(key.CreatedAt),
                }),
            happened,
            cancellationToken);

    public Task RemoveAsync(string kid, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        ChangeAsync(scope => scope.ExecuteAsync("delete from keys where id = @kid", new { kid }), happened, cancellationToken);

    public async Task<IReadOnlyList<KeyRecord>> ListAsync(string use, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<KeyRow>(
            "select use Use, key Key, created_at CreatedAt from keys where use = @use order by created_at, id", new { use }, cancellationToken);
        return rows.ConvertAll(r => r.ToRecord());
    }

    public async Task<string?> FindSealedAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<string>("select sealed from sealed_keys", null, cancellationToken)).SingleOrDefault();

    public Task KeepSealedAsync(string sealedKeys, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                await scope.ExecuteAsync("delete from sealed_keys");
                return await scope.ExecuteAsync("insert into sealed_keys (sealed, at) values (@sealedKeys, @at)", new { sealedKeys, at = Stored.Time(at) });
            },
            cancellationToken);

    private Task ChangeAsync(Func<WriteScope, Task<int>> change, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var changed = await change(scope);
                if (changed > 0)
                    scope.Note(happened);
                return changed;
            },
            cancellationToken);

    private sealed record KeyRow
    {
        public string Use { get; init; } = "";

        public string Key { get; init; } = "";

        public long CreatedAt { get; init; }

        public KeyRecord ToRecord() => new(Use, Stored.Json(Key, StoredJson.Default.JsonWebKey)!, Stored.Time(CreatedAt));
    }
}
