using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Metrics;

/// <summary>The containers there are samples of.</summary>
internal static class SourceTable
{
    /// <summary>The id of a container, which is noted as seen. Asked of the file each time: ids of containers that are gone are given to others.</summary>
    public static long Seen(SqliteConnection connection, LogSource source, long time) => connection.Number(
        """
        insert into sources(organization, project, environment, component, pod, container, seen) values($1, $2, $3, $4, $5, $6, $7)
        on conflict do update set seen = max(seen, excluded.seen) returning id
        """,
        source.Organization, source.Project, source.Environment, source.Component, source.Pod, source.Container, time);

    /// <summary>Drops containers that have no samples any more.</summary>
    public static void DropEmpty(SqliteConnection connection) => connection.Execute(
        "delete from sources where not exists (select 1 from chunks where source = sources.id) and not exists (select 1 from samples where source = sources.id)");

    public static List<(long Id, LogSource Source)> Find(SqliteConnection connection, IReadOnlyList<LogScope> scopes, long seenSince, int most)
    {
        var values = new List<object?> { seenSince, most };
        var where = ScopeFilter.Sql(scopes, values, withContainers: true);
        return connection.Rows(
            $"select id, organization, project, environment, component, pod, container from sources where seen >= $1 and {where} order by seen desc, id limit $2",
            row => (row.GetInt64(0), new LogSource(
                row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6))),
            [.. values]);
    }
}
