using System.Data.Common;
using System.Runtime.CompilerServices;
using Pdp.ControlStub.Store.Sql;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>Reads a whole database, row by row. The tables and columns are the same in every kind of database.</summary>
/// <param name="connection">An open connection.</param>
/// <param name="transaction">A transaction that sees one moment.</param>
internal sealed class SnapshotReader(DbConnection connection, DbTransaction transaction)
{
    /// <summary>Every record. Planes come before what belongs to them, so that a reader may check as it goes.</summary>
    public async IAsyncEnumerable<SnapshotRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (sql, read) in _tables)
            await foreach (var record in RowsAsync(sql, read, cancellationToken))
                yield return record;
    }

    private async IAsyncEnumerable<SnapshotRecord> RowsAsync(
        string sql, Func<SnapshotRow, SnapshotRecord> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var row = new SnapshotRow(rows);
        while (await rows.ReadAsync(cancellationToken))
            yield return read(row);
    }

    private static readonly (string Sql, Func<SnapshotRow, SnapshotRecord> Read)[] _tables =
    [
        ("select id, use, key, created_at from keys order by created_at, id", Key),
        ("select name, display_name, created_at, agent, last_seen_at, generation_floor from planes order by name", Plane),
        ("select id, use, plane, hash, created_at, revoked_at from tokens order by id", Token),
        ("select plane, space, kind, name, document, hash, updated_at from sources order by plane, space, kind, name", Source),
        (
            """
            select plane, id, generation, hash, content_hash, kind, removed, state, organization, project, environment, component,
                source, created_at, updated_at, jws
            from intents order by plane, id
            """,
            Intent
        ),
        ("select plane, id, generation, outcome, reasons, held_generation, at from acks order by plane, id", Ack),
        ("select plane, id, document, at from statuses order by plane, id", Status),
        ("select number, type, at, plane, intent, data from events order by number", Event),
    ];

    private static SnapshotRecord Key(SnapshotRow row) =>
        new KeySnapshot(new KeyRecord(row.Text("use"), Stored.Json(row.Text("key"), StoredJson.Default.JsonWebKey)!, row.Time("created_at")));

    private static SnapshotRecord Plane(SnapshotRow row) => new PlaneSnapshot(
        new PlaneRecord(
            row.Text("name"), row.Text("display_name"), row.Time("created_at"),
            Stored.Json(row.TextOrNull("agent"), StoredJson.Default.AgentRecord), row.TimeOrNull("last_seen_at")),
        row.Number("generation_floor"));

    private static SnapshotRecord Token(SnapshotRow row) => new TokenSnapshot(new TokenRecord(
        row.Text("id"), Stored.Name<TokenUse>(row.Text("use")), row.TextOrNull("plane"), row.Bytes("hash"), row.Time("created_at"),
        row.TimeOrNull("revoked_at")));

    private static SnapshotRecord Source(SnapshotRow row) => new SourceSnapshot(new SourceRecord(
        new SourceKey(row.Text("plane"), row.Text("space"), row.Text("kind"), row.Text("name")), row.Text("document"), row.Text("hash"),
        row.Time("updated_at")));

    private static SnapshotRecord Intent(SnapshotRow row) => new IntentSnapshot(new IntentRecord
    {
        Plane = row.Text("plane"),
        Id = row.Text("id"),
        Generation = row.Number("generation"),
        Hash = row.Text("hash"),
        ContentHash = row.Text("content_hash"),
        Jws = row.Text("jws"),
        Kind = row.Text("kind"),
        Removed = row.Flag("removed"),
        State = Stored.Name<ComponentState>(row.Text("state")),
        Owner = new IntentOwner(row.Text("organization"), row.Text("project"), row.Text("environment"), row.TextOrNull("component")),
        Source = row.Text("source"),
        CreatedAt = row.Time("created_at"),
        UpdatedAt = row.Time("updated_at"),
    });

    private static SnapshotRecord Ack(SnapshotRow row) => new AckSnapshot(row.Text("plane"), new AckRecord(
        row.Text("id"), row.Number("generation"), Stored.Name<AckOutcome>(row.Text("outcome")),
        Stored.Json(row.Text("reasons"), IntentJson.Default.IReadOnlyListRefusalReason) ?? [], row.Number("held_generation"), row.Time("at")));

    private static SnapshotRecord Status(SnapshotRow row) => new StatusSnapshot(row.Text("plane"), new StatusRecord(
        row.Text("id"), Stored.Json(row.TextOrNull("document"), IntentJson.Default.IntentStatus), row.Time("at")));

    private static SnapshotRecord Event(SnapshotRow row) => new EventSnapshot(new EventRecord(
        row.Number("number"),
        new NewEvent(row.Text("type"), row.Time("at"), row.TextOrNull("plane"), row.TextOrNull("intent"), row.Text("data"))));
}
