using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>What planes hold, in the database.</summary>
internal sealed class SqlHeldStore(ISqlDatabase database) : IHeldStore
{
    private const string Select =
        """
        select h.id Id, h.generation Generation, h.hash Hash, h.seen_at SeenAt, h.wish Wish, h.failure Failure,
            coalesce(i.generation, 0) KnownGeneration
        from held h left join intents i on i.plane = h.plane and i.id = h.id
        """;

    public Task NoteAsync(
        string plane, IReadOnlyList<IntentStamp> held, DateTimeOffset at, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var known = await scope.QueryAsync<string>("select id from held where plane = @plane", new { plane });
                foreach (var id in known.Except(held.Select(s => s.Id)))
                    await scope.ExecuteAsync("delete from held where plane = @plane and id = @id", new { plane, id });
                foreach (var stamp in held)
                    await scope.ExecuteAsync(
                        """
                        insert into held (plane, id, generation, hash, seen_at)
                        select @plane, @Id, @Generation, @Hash, @at where exists (select 1 from planes where name = @plane)
                        on conflict (plane, id) do update set
                            wish = case when held.hash = excluded.hash then held.wish end,
                            failure = case when held.hash = excluded.hash then held.failure end,
                            generation = excluded.generation, hash = excluded.hash, seen_at = excluded.seen_at
                        """,
                        new { plane, stamp.Id, stamp.Generation, stamp.Hash, at = Stored.Time(at) });
                scope.Note(happened);
                return true;
            },
            cancellationToken);

    public async Task<Page<HeldRecord>> ListAsync(string plane, string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<HeldRow>(
            $"{Select} where h.plane = @plane and h.id > @after order by h.id limit @limit",
            new { plane, after = after ?? "", limit = limit + 1 },
            cancellationToken);
        return Pages.Cut(rows.ConvertAll(r => r.ToRecord()), limit, h => h.Stamp.Id);
    }

    public async Task<IReadOnlyList<HeldRecord>> FindAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<HeldRecord>();
        foreach (var list in RowList.Of(ids.Distinct(), id => id))
        {
            list.Parameters.Add("plane", plane);
            var rows = await database.QueryAsync<HeldRow>(
                $"{Select} where h.plane = @plane and h.id in (values {list.Sql}) order by h.id", list.Parameters, cancellationToken);
            found.AddRange(rows.Select(r => r.ToRecord()));
        }

        return found;
    }

    public Task DecideAsync(string plane, IReadOnlyList<HeldDecision> decisions, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                foreach (var decision in decisions)
                    await scope.ExecuteAsync(
                        "update held set wish = @wish, failure = null where plane = @plane and id = @Id",
                        new { plane, decision.Id, wish = decision.Wish.ToString() });
                scope.Note([happened]);
                scope.Announce(new StoreChange.IntentsChanged(plane, [.. decisions.Select(d => d.Id)]));
                return true;
            },
            cancellationToken);

    public Task FailAsync(string plane, IntentStamp stamp, string failure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            scope => scope.ExecuteAsync(
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
