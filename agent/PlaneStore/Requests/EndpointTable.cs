using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Requests;

/// <summary>The endpoints requests were counted at.</summary>
internal static class EndpointTable
{
    /// <summary>The id of an endpoint, which is noted as seen.</summary>
    public static long Seen(SqliteConnection connection, RequestCount count, long time) => connection.Number(
        """
        insert into endpoints(organization, project, environment, component, labels, seen) values($1, $2, $3, $4, $5, $6)
        on conflict do update set seen = max(seen, excluded.seen) returning id
        """,
        count.Place.Organization, count.Place.Project, count.Place.Environment, count.Place.Component, Text(count.Endpoint), time);

    /// <summary>Drops endpoints there are no counts of any more.</summary>
    public static void DropEmpty(SqliteConnection connection) =>
        connection.Execute("delete from endpoints where not exists (select 1 from counts where endpoint = endpoints.id)");

    /// <summary>Endpoints within some scopes that were seen since a time, the newest first.</summary>
    public static List<(long Id, RequestPlace Place, IReadOnlyDictionary<string, string> Labels)> Find(
        SqliteConnection connection, IReadOnlyList<LogScope> scopes, long seenSince, int most)
    {
        var values = new List<object?> { seenSince, most };
        var where = ScopeFilter.Sql(scopes, values, withContainers: false);
        return connection.Rows(
            $"select id, organization, project, environment, component, labels from endpoints where seen >= $1 and {where} order by seen desc, id limit $2",
            row => (row.GetInt64(0), new RequestPlace(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)), Labels(row.GetString(5))),
            [.. values]);
    }

    // One text for the same labels, so that it can be looked up by.
    private static string Text(IReadOnlyDictionary<string, string> labels) => new JsonObject(
        labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)JsonValue.Create(label.Value)))).ToJsonString();

    private static IReadOnlyDictionary<string, string> Labels(string text)
    {
        using var labels = JsonDocument.Parse(text);
        return labels.RootElement.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal);
    }
}
