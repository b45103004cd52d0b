using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>What agents are told to believe, in one row of the database.</summary>
internal sealed class SqlTrustStore(ISqlDatabase database) : ITrustStore
{
    public async Task<TrustRecord?> FindAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long Version, long ChangedAt, string Anchors, string Given)>(
            "select version, changed_at, anchors, given from trust", null, cancellationToken);
        return rows.ConvertAll(r => new TrustRecord(
            r.Version, Stored.Time(r.ChangedAt), Stored.Json(r.Anchors, StoredJson.Default.IReadOnlyListTrustAnchor)!, r.Given)).SingleOrDefault();
    }

    public Task<bool> ReplaceAsync(TrustRecord next, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var row = new
                {
                    next.Version,
                    at = Stored.Time(next.ChangedAt),
                    anchors = Stored.Json(next.Anchors, StoredJson.Default.IReadOnlyListTrustAnchor),
                    next.Given,
                    before = next.Version - 1,
                };
                var changed = next.Version == 1
                    ? await scope.ExecuteAsync("insert into trust (id, version, changed_at, anchors, given) values (1, @Version, @at, @anchors, @Given) on conflict do nothing", row)
                    : await scope.ExecuteAsync("update trust set version = @Version, changed_at = @at, anchors = @anchors, given = @Given where version = @before", row);
                if (changed == 0)
                    return false;
                scope.Note(happened);
                scope.Announce(new StoreChange.TrustChanged(next.Version));
                return true;
            },
            cancellationToken);
}
