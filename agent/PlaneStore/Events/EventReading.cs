using Microsoft.Data.Sqlite;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Events;

/// <summary>Answers a query by walking through the events in their order until there are enough, or enough was looked at.</summary>
internal static class EventReading
{
    private const int MostRows = 100_000;
    private const int RowsBetweenLooks = 1000;

    private const string Columns =
        "id, time, uid, first, count, organization, project, environment, component, origin, type, reason, message, kind, name";

    public static EventPage Read(SqliteConnection connection, EventQuery query, CancellationToken cancellationToken)
    {
        var events = new List<PlaneEvent>();
        using var command = Command(connection, query);
        using var rows = command.ExecuteReader();
        EventCursor? last = null;
        for (var looked = 0; rows.Read(); looked++)
        {
            if (looked % RowsBetweenLooks == 0) cancellationToken.ThrowIfCancellationRequested();
            if (looked == MostRows || events.Count == query.Limit) return new EventPage(events, last?.ToString(), events.Count < query.Limit);
            last = new EventCursor(query.OldestFirst, rows.GetInt64(1), rows.GetInt64(0));
            if (Event(rows) is var found && query.Words.All(word => Has(found, word))) events.Add(found);
        }
        return new EventPage(events, null, false);
    }

    private static SqliteCommand Command(SqliteConnection connection, EventQuery query)
    {
        var values = new List<object?> { query.Start.ToUnixTimeMilliseconds(), query.End.ToUnixTimeMilliseconds() };
        var where = $"time >= $1 and time < $2 and {ScopeFilter.Sql(query.Scopes, values, withContainers: false)}";
        if (query.Type is { } type) where += $" and type = {Add((long)type)}";
        if (query.Reasons.Count > 0) where += $" and reason in ({string.Join(", ", query.Reasons.Select(reason => Add(reason)))})";
        if (query.Cursor is { } text && EventCursor.Parse(text) is { } cursor)
            where += $" and (time, id) {(query.OldestFirst ? ">" : "<")} ({Add(cursor.Time)}, {Add(cursor.Row)})";
        var order = query.OldestFirst ? "time, id" : "time desc, id desc";
        return connection.Command($"select {Columns} from events where {where} order by {order}", [.. values]);

        string Add(object value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }

    private static bool Has(PlaneEvent one, string word) =>
        one.Message.Contains(word, StringComparison.OrdinalIgnoreCase) || one.Reason.Contains(word, StringComparison.OrdinalIgnoreCase)
        || one.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || one.Kind.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static PlaneEvent Event(SqliteDataReader row) => new()
    {
        Time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        Id = row.GetString(2),
        FirstTime = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        Count = row.GetInt64(4),
        Organization = row.GetString(5),
        Project = row.GetString(6),
        Environment = row.GetString(7),
        Component = row.GetString(8),
        Origin = (EventOrigin)row.GetInt32(9),
        Type = (EventType)row.GetInt32(10),
        Reason = row.GetString(11),
        Message = row.GetString(12),
        Kind = row.GetString(13),
        Name = row.GetString(14),
    };
}
