using System.Data.Common;
using System.Runtime.CompilerServices;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store.Sql;
using Pdp.ControlStub.Trust;
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
        ("select version, changed_at, anchors, given from trust", Trust),
        ("select backup_at, restored_at from restores order by restored_at, backup_at", Restore),
        ("select name, display_name, created_at, agent, last_seen_at, generation_floor, revoked_at from planes order by name", Plane),
        ("select name, display_name, created_at from users order by name", User),
        ("select user_name, organization, project, role, granted_at from grants order by user_name, organization, project", Grant),
        ("select id, user_name, name, hash, created_at, expires_at, last_used_at from access_tokens order by id", AccessToken),
        ("select id, use, plane, hash, created_at, revoked_at, expires_at, key_hash from tokens where use <> 'Admin' order by id", Token),
        (
            """
            select serial, plane, number, key_hash, issued_at, expires_at, revoked_at, renewed_from from certificates order by plane, number
            """,
            Certificate
        ),
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
        .. ReleaseTables.All,
        ("select number, type, at, plane, intent, data, actor, reason, organization, project from events order by number", Event),
    ];

    private static SnapshotRecord Key(SnapshotRow row) =>
        new KeySnapshot(new KeyRecord(row.Text("use"), Stored.Json(row.Text("key"), StoredJson.Default.JsonWebKey)!, row.Time("created_at")));

    private static SnapshotRecord Trust(SnapshotRow row) => new TrustSnapshot(new TrustRecord(
        row.Number("version"), row.Time("changed_at"), Stored.Json(row.Text("anchors"), StoredJson.Default.IReadOnlyListTrustAnchor)!, row.Text("given")));

    private static SnapshotRecord Restore(SnapshotRow row) => new RestoreSnapshot(row.Time("backup_at"), row.Time("restored_at"));

    private static SnapshotRecord Plane(SnapshotRow row) => new PlaneSnapshot(
        new PlaneRecord(
            row.Text("name"), row.Text("display_name"), row.Time("created_at"),
            Stored.Json(row.TextOrNull("agent"), StoredJson.Default.AgentRecord), row.TimeOrNull("last_seen_at")),
        row.Number("generation_floor"),
        row.TimeOrNull("revoked_at"));

    private static SnapshotRecord User(SnapshotRow row) =>
        new UserSnapshot(row.Text("name"), row.Text("display_name"), row.Time("created_at"));

    private static SnapshotRecord Grant(SnapshotRow row) =>
        new GrantSnapshot(row.Text("user_name"), row.Text("role"), row.Text("organization"), row.Text("project"), row.Time("granted_at"));

    private static SnapshotRecord AccessToken(SnapshotRow row) => new AccessTokenSnapshot(new AccessTokenRecord(
        row.Text("id"), row.Text("user_name"), row.Text("name"), row.Bytes("hash"), row.Time("created_at"), row.TimeOrNull("expires_at"),
        row.TimeOrNull("last_used_at")));

    private static SnapshotRecord Token(SnapshotRow row) => new TokenSnapshot(new TokenRecord(
        row.Text("id"), Stored.Name<TokenUse>(row.Text("use")), row.TextOrNull("plane"), row.Bytes("hash"), row.Time("created_at"),
        row.TimeOrNull("revoked_at"), row.TimeOrNull("expires_at"), row.TextOrNull("key_hash")));

    private static SnapshotRecord Certificate(SnapshotRow row) => new CertificateSnapshot(new CertificateRecord(
        row.Text("serial"), row.Text("plane"), row.Number("number"), row.Text("key_hash"), row.Time("issued_at"), row.Time("expires_at"),
        row.TimeOrNull("revoked_at"), row.TextOrNull("renewed_from")));

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
        new NewEvent(row.Text("type"), row.Time("at"), row.TextOrNull("plane"), row.TextOrNull("intent"), row.Text("data"))
        {
            Actor = row.TextOrNull("actor") ?? Actors.Unknown,
            Reason = row.TextOrNull("reason"),
            Subject = EventRow.SubjectOf(row.TextOrNull("organization"), row.TextOrNull("project")),
        }));
}
