using Dapper;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Seats in the database.</summary>
internal sealed class SqliteSessionStore(SqliteDatabase database, SqliteEventLog events) : ISessionStore
{
    private const string Taken = "select plane Plane, session SessionId, number Number from seats where session is not null";

    public Task<long> SeatAsync(NewSession session, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                if (SqlitePlaneStore.Note(scope, new PlaneSighting(session.Plane, session.At, session.Agent)) == 0)
                    return 0;
                Renew(scope, session.Process, session.At);
                var number = scope.Scalar<long>(
                    """
                    insert into seats (plane, number, session, process, since) values (@Plane, 1, @Id, @Process, @at)
                    on conflict (plane) do update
                    set number = seats.number + 1, session = excluded.session, process = excluded.process, since = excluded.since
                    returning number
                    """,
                    new { session.Plane, session.Id, session.Process, at = Stored.Time(session.At) });
                events.Append(scope, happened);
                scope.Announce(new StoreChange.SessionSeated(session.Plane, number));
                return number;
            },
            cancellationToken);

    public Task LeaveAsync(
        string plane, string sessionId, DateTimeOffset at, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                SqlitePlaneStore.Note(scope, new PlaneSighting(plane, at));
                scope.Execute("update seats set session = null where plane = @plane and session = @sessionId", new { plane, sessionId });
                return events.Append(scope, happened);
            },
            cancellationToken);

    public Task<IReadOnlyList<SeatRecord>> ListAsync(string process, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SeatRecord>>(
            (connection, transaction) => connection
                .Query<SeatRow>($"{Taken} and process = @process order by plane", new { process }, transaction)
                .Select(r => r.ToRecord()).ToList(),
            cancellationToken);

    public Task<bool> ReclaimAsync(SeatRecord seat, string process, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope => scope.Execute(
                """
                update seats set session = @SessionId, process = @process
                where plane = @Plane and number = @Number and (session is null or session = @SessionId)
                """,
                new { seat.Plane, seat.Number, seat.SessionId, process }) > 0,
            cancellationToken);

    public Task RenewAsync(string process, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(scope => Renew(scope, process, at), cancellationToken);

    public Task<int> ExpireAsync(DateTimeOffset before, Func<SeatRecord, NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                var at = new { before = Stored.Time(before) };
                var dead = scope.Query<SeatRow>(
                    $"{Taken} and process not in (select id from processes where seen_at >= @before) order by plane", at).Select(r => r.ToRecord()).ToList();
                foreach (var seat in dead)
                    scope.Execute("update seats set session = null where plane = @Plane and number = @Number", seat);
                scope.Execute("delete from processes where seen_at < @before", at);
                events.Append(scope, [.. dead.Select(happened)]);
                return dead.Count;
            },
            cancellationToken);

    /// <summary>Ends the right of a plane's sessions to their seat, as part of a change, and tells of it.</summary>
    public static void Revoke(WriteScope scope, string plane)
    {
        scope.Execute("update seats set session = null, number = number + 1 where plane = @plane", new { plane });
        scope.Announce(new StoreChange.AccessRevoked(plane));
    }

    private static int Renew(WriteScope scope, string process, DateTimeOffset at) =>
        scope.Execute(
            "insert into processes (id, seen_at) values (@process, @at) on conflict (id) do update set seen_at = excluded.seen_at",
            new { process, at = Stored.Time(at) });

    private sealed record SeatRow
    {
        public string Plane { get; init; } = "";

        public string SessionId { get; init; } = "";

        public long Number { get; init; }

        public SeatRecord ToRecord() => new(Plane, SessionId, Number);
    }
}
