using Dapper;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>What planes hold, in the database.</summary>
internal sealed class SqliteHeldStore(SqliteDatabase database, SqliteEventLog events) : IHeldStore
{
    private const string Select =
        """
        select h.id Id, h.generation Generation, h.hash Hash, h.seen_at SeenAt, h.wish Wish, h.failure Failure,
            coalesce(i.generation, 0) KnownGeneration
        from held h left join intents i on i.plane = h.plane and i.id = h.id
        """;

    public Task NoteAsync(
        string plane, IReadOnlyList<IntentStamp> held, DateTimeOffset at, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                var known = scope.Query<string>("select id from held where plane = @plane", new { plane }).Except(held.Select(s => s.Id)).ToList();
                foreach (var id in known)
                    scope.Execute("delete from held where plane = @plane and id = @id", new { plane, id });
                foreach (var stamp in held)
                    scope.Execute(
                        """
                        insert into held (plane, id, generation, hash, seen_at)
                        select @plane, @Id, @Generation, @Hash, @at where exists (select 1 from planes where name = @plane)
                        on conflict (plane, id) do update set
                            wish = case when held.hash = excluded.hash then held.wish end,
                            failure = case when held.hash = excluded.hash then held.failure end,
                            generation = excluded.generation, hash = excluded.hash, seen_at = excluded.seen_at
                        """,
                        new { plane, stamp.Id, stamp.Generation, stamp.Hash, at = Stored.Time(at) });
                return events.Append(scope, happened);
            },
            cancellationToken);

    public Task<Page<HeldRecord>> ListAsync(string plane, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, transaction) =>
            {
                var rows = connection.Query<HeldRow>(
                    $"{Select} where h.plane = @plane and h.id > @after order by h.id limit @limit",
                    new { plane, after = after ?? "", limit = limit + 1 },
                    transaction).Select(r => r.ToRecord()).ToList();
                return Pages.Cut(rows, limit, h => h.Stamp.Id);
            },
            cancellationToken);

    public Task<IReadOnlyList<HeldRecord>> FindAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<HeldRecord>>(
            (connection, transaction) => ids.SelectMany(
                id => connection.Query<HeldRow>($"{Select} where h.plane = @plane and h.id = @id", new { plane, id }, transaction))
                .Select(r => r.ToRecord()).ToList(),
            cancellationToken);

    public Task DecideAsync(string plane, IReadOnlyList<HeldDecision> decisions, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                foreach (var decision in decisions)
                    scope.Execute(
                        "update held set wish = @wish, failure = null where plane = @plane and id = @Id",
                        new { plane, decision.Id, wish = decision.Wish.ToString() });
                scope.Announce(new StoreChange.IntentsChanged(plane, [.. decisions.Select(d => d.Id)]));
                return 0;
            },
            cancellationToken);

    public Task FailAsync(string plane, IntentStamp stamp, string failure, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope => scope.Execute(
                "update held set wish = null, failure = @failure where plane = @plane and id = @Id and hash = @Hash",
                new { plane, stamp.Id, stamp.Hash, failure }),
            cancellationToken);

    private sealed record HeldRow
    {
        public string Id { get; init; } = "";

        public long Generation { get; init; }

        public string Hash { get; init; } = "";

        public long SeenAt { get; init; }

        public string? Wish { get; init; }

        public string? Failure { get; init; }

        public long KnownGeneration { get; init; }

        public HeldRecord ToRecord() => new(
            new IntentStamp(Id, Generation, Hash), KnownGeneration, Wish is null ? null : Stored.Name<HeldWish>(Wish), Failure, Stored.Time(SeenAt));
    }
}
