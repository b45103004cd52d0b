namespace Pdp.ControlStub.Store.Sql;

/// <summary>Seats in the database.</summary>
internal sealed class SqlSessionStore(ISqlDatabase database) : ISessionStore
{
    private const string Taken = "select plane Plane, session SessionId, number Number from seats where session is not null";

    public Task<long> SeatAsync(NewSession session, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                // What was revoked before this is seen here; of what is revoked after this the session hears, for it was entered long before.
                if (!await SqlCertificateStore.IsValidAsync(scope, session.Certificate, session.Plane, session.At))
                    return 0;
                if (await SqlPlaneStore.NoteAsync(scope, [new PlaneSighting(session.Plane, session.At, session.Agent)]) == 0)
                    return 0;
                await RenewAsync(scope, session.Process, session.At);
                var number = await scope.ScalarAsync<long>(
                    """
                    insert into seats (plane, number, session, process, since) values (@Plane, 1, @Id, @Process, @at)
                    on conflict (plane) do update
                    set number = seats.number + 1, session = excluded.session, process = excluded.process, since = excluded.since
                    returning number
                    """,
                    new { session.Plane, session.Id, session.Process, at = Stored.Time(session.At) });
                scope.Note(happened);
                scope.Announce(new StoreChange.SessionSeated(session.Plane, number));
                return number;
            },
            cancellationToken);

    public Task LeaveAsync(
        string plane, string sessionId, DateTimeOffset at, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                await SqlPlaneStore.NoteAsync(scope, [new PlaneSighting(plane, at)]);
                await scope.ExecuteAsync("update seats set session = null where plane = @plane and session = @sessionId", new { plane, sessionId });
                scope.Note(happened);
                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<SeatRecord>> ListAsync(string process, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<SeatRow>($"{Taken} and process = @process order by plane", new { process }, cancellationToken);
        return rows.ConvertAll(r => r.ToRecord());
    }

    public Task<bool> ReclaimAsync(SeatRecord seat, string process, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope => await scope.ExecuteAsync(
                """
                update seats set session = @SessionId, process = @process
                where plane = @Plane and number = @Number and (session is null or session = @SessionId)
                """,
                new { seat.Plane, seat.Number, seat.SessionId, process }) > 0,
            cancellationToken);

    public Task HintAsync(StoreChange.SecretHinted hint, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            scope =>
            {
                scope.Note(happened);
                scope.Announce(hint);
                return Task.FromResult(true);
            },
            cancellationToken);

    public Task RenewAsync(string process, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => RenewAsync(scope, process, at), cancellationToken);

    // Seats that are left over are freed with those of the dead: their process lives no more than those do.
    public Task EndAsync(string process, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => scope.ExecuteAsync("delete from processes where id = @process", new { process }), cancellationToken);

    public Task<int> ExpireAsync(DateTimeOffset before, Func<SeatRecord, NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var at = new { before = Stored.Time(before) };
                var dead = await scope.QueryAsync<SeatRow>(
                    $"{Taken} and process not in (select id from processes where seen_at >= @before) order by plane {scope.Dialect.Lock}", at);
                foreach (var seat in dead)
                    await scope.ExecuteAsync("update seats set session = null where plane = @Plane and number = @Number", seat);
                await scope.ExecuteAsync("delete from processes where seen_at < @before", at);
                scope.Note(dead.Select(s => happened(s.ToRecord())));
                return dead.Count;
            },
            cancellationToken);

    /// <summary>Ends the right of a plane's sessions to their seat, as part of a change, and tells of it.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="last">The newest of its certificates that was revoked.</param>
    public static async Task RevokeAsync(WriteScope scope, string plane, long last)
    {
        await scope.ExecuteAsync("update seats set session = null, number = number + 1 where plane = @plane", new { plane });
        scope.Announce(new StoreChange.AccessRevoked(plane, last));
    }

    // A clock that was set back must not make a living process look older than it is.
    private static Task<int> RenewAsync(WriteScope scope, string process, DateTimeOffset at) =>
        scope.ExecuteAsync(
            """
            insert into processes (id, seen_at) values (@process, @at)
            on conflict (id) do update set seen_at = excluded.seen_at where processes.seen_at < excluded.seen_at
            """,
            new { process, at = Stored.Time(at) });

    private sealed record SeatRow
    {
        public string Plane { get; init; } = "";

        public string SessionId { get; init; } = "";

        public long Number { get; init; }

        public SeatRecord ToRecord() => new(Plane, SessionId, Number);
    }
}
