using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;
using Pdp.Protocol.Intents;

namespace Pdp.PlaneStore.Runs;

/// <summary>Runs of tasks, remembered longer than their Jobs are there. Safe for any number of threads.</summary>
public sealed class RunStore : KeptFile
{
    private const string Columns =
        "name, organization, project, environment, component, run_trigger, release, revision, outcome, started, finished, message, pods";

    private static readonly StoreSchema _schema = new("runs", 0x50_44_50_72, 1, """
        create table runs(
            name text not null, organization text not null, project text not null, environment text not null, component text not null,
            run_trigger integer not null, release text not null, revision text not null, outcome integer not null,
            started integer, finished integer, message text not null, pods text not null, seen integer not null,
            primary key(organization, project, environment, component, name)) without rowid;
        create index runs_by_time on runs(seen);
        """);

    private RunStore(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events)
        : base(_schema, options, time, events)
    {
    }

    /// <summary>Opens the store. A file that cannot be read is set aside.</summary>
    /// <exception cref="PlaneStoreException">Its directory cannot be used.</exception>
    public static RunStore Open(PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events) => new(options, time, events);

    /// <summary>Remembers runs as they are now. What was known before and is told no more, stays.</summary>
    /// <exception cref="PlaneStoreException">None were remembered.</exception>
    public void Remember(IReadOnlyCollection<TaskRun> runs)
    {
        if (runs.Count == 0) return;
        var now = Now;
        File.Write(connection =>
        {
            foreach (var run in runs) Remember(connection, run, now);
            return 0;
        });
    }

    /// <summary>Runs, the newest first.</summary>
    /// <param name="scopes">Of which tasks; none finds nothing.</param>
    /// <param name="limit">Most of them.</param>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public IReadOnlyList<TaskRun> List(IReadOnlyList<LogScope> scopes, int limit) => File.Read(connection =>
    {
        var values = new List<object?> { limit };
        var where = ScopeFilter.Sql(scopes, values, withContainers: false);
        return connection.Rows($"select {Columns} from runs where {where} order by coalesce(started, seen) desc, name limit $1", Read, [.. values]);
    });

    /// <summary>Runs of one id: one in each place that has one, at most ten.</summary>
    /// <param name="scopes">Of which tasks.</param>
    /// <param name="id">The id.</param>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public IReadOnlyList<TaskRun> Find(IReadOnlyList<LogScope> scopes, string id) => File.Read(connection =>
    {
        var values = new List<object?> { id };
        var where = ScopeFilter.Sql(scopes, values, withContainers: false);
        return connection.Rows($"select {Columns} from runs where name = $1 and {where} limit 10", Read, [.. values]);
    });

    private protected override long Drop(SqliteConnection connection, long now, long oldest)
    {
        long gone = connection.Execute("delete from runs where seen < $1", oldest);
        while (IsTooLarge(connection) && connection.Number("select count(*) from runs") > 0)
            gone += connection.Execute("delete from runs where seen <= (select seen from runs order by seen limit 1 offset (select count(*) / 10 from runs))");
        return gone;
    }

    // How a run ended is not taken back: its Job may be gone by now.
    private static void Remember(SqliteConnection connection, TaskRun run, long now) => connection.Execute(
        $"""
        insert into runs({Columns}, seen) values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict do update set
            release = iif(excluded.release = '', release, excluded.release), revision = iif(excluded.revision = '', revision, excluded.revision),
            started = coalesce(excluded.started, started), finished = coalesce(finished, excluded.finished),
            message = iif(outcome = {(int)RunOutcome.Running}, excluded.message, message),
            outcome = iif(outcome = {(int)RunOutcome.Running}, excluded.outcome, outcome),
            pods = iif(length(excluded.pods) < length(pods), pods, excluded.pods), seen = excluded.seen
        """,
        run.Id, run.Organization, run.Project, run.Environment, run.Component, (long)run.Trigger, run.Release, run.Revision, (long)run.Outcome,
        run.StartedAt?.ToUnixTimeMilliseconds(), run.FinishedAt?.ToUnixTimeMilliseconds(), run.Message, string.Join(' ', run.Pods), now);

    private static TaskRun Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Organization = row.GetString(1),
        Project = row.GetString(2),
        Environment = row.GetString(3),
        Component = row.GetString(4),
        Trigger = (RunTrigger)row.GetInt32(5),
        Release = row.GetString(6),
        Revision = row.GetString(7),
        Outcome = (RunOutcome)row.GetInt32(8),
        StartedAt = row.Whole(9) is { } started ? DateTimeOffset.FromUnixTimeMilliseconds(started) : null,
        FinishedAt = row.Whole(10) is { } finished ? DateTimeOffset.FromUnixTimeMilliseconds(finished) : null,
        Message = row.GetString(11),
        Pods = row.GetString(12).Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };
}
