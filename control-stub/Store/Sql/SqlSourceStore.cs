namespace Pdp.ControlStub.Store.Sql;

/// <summary>Source documents in the database.</summary>
internal sealed class SqlSourceStore(ISqlDatabase database) : ISourceStore
{
    private const string Select =
        "select plane Plane, space Space, kind Kind, name Name, document Document, hash Hash, updated_at UpdatedAt from sources";

    public async Task<IReadOnlyList<SourceRecord>> ListAsync(string plane, string space, string kind, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<SourceRow>(
            $"{Select} where plane = @plane and space = @space and kind = @kind order by name", new { plane, space, kind }, cancellationToken);
        return rows.ConvertAll(r => r.ToRecord());
    }

    public async Task<IReadOnlyList<SourceRecord>> FindAsync(IReadOnlyCollection<SourceKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<SourceRecord>();
        foreach (var list in RowList.Of(keys, k => k.Plane, k => k.Space, k => k.Kind, k => k.Name))
        {
            var rows = await database.QueryAsync<SourceRow>(
                $"{Select} where (plane, space, kind, name) in (values {list.Sql})", list.Parameters, cancellationToken);
            found.AddRange(rows.Select(r => r.ToRecord()));
        }

        return found;
    }

    /// <summary>Writes a document as part of a change.</summary>
    public static Task PutAsync(WriteScope scope, SourceRecord source) =>
        scope.ExecuteAsync(
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
    public static Task DropAsync(WriteScope scope, SourceKey key) =>
        scope.ExecuteAsync("delete from sources where plane = @Plane and space = @Space and kind = @Kind and name = @Name", key);

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
