using System.Data.Common;
using Dapper;
using Pdp.ControlStub.Store.Sql;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>Writes records into a database, whatever its kind.</summary>
/// <param name="connection">An open connection.</param>
/// <param name="transaction">Committed by whoever began it, once all is written.</param>
internal sealed class SnapshotWriter(DbConnection connection, DbTransaction transaction)
{
    private static readonly string[] _tables = ["keys", "trust", "restores", "planes", "users", "grants", "access_tokens", "tokens", "certificates", "sources", "intents", "acks", "statuses", "releases", "bindings", "deployments", "pipelines", "promotions", "events"];

    /// <summary>
    /// Of no meaning beside another content: who sat where, what planes were found to hold, keys sealed for what was there, questions
    /// somebody waited for; and the catalogue, which is made anew.
    /// </summary>
    private static readonly string[] _passing = ["seats", "held", "sealed_keys", "questions", "service_words", "services"];

    private readonly OperatorWriter _operators = new(connection, transaction);

    /// <summary>Writes a whole snapshot into a database in which nothing is, or may be forgotten.</summary>
    /// <exception cref="StoreException">Something is there and may not be forgotten.</exception>
    public async Task RestoreAsync(IAsyncEnumerable<SnapshotRecord> records, bool overwrite, CancellationToken cancellationToken)
    {
        if (!overwrite && !await IsEmptyAsync())
            throw new StoreException("The database is not empty: restore into an empty one, or give --overwrite to forget what it holds.");
        foreach (var table in _tables.Concat(_passing))
            await connection.ExecuteAsync($"delete from {table}", transaction: transaction);
        await foreach (var record in records.WithCancellation(cancellationToken))
            await WriteAsync(record);
    }

    private async Task<bool> IsEmptyAsync()
    {
        foreach (var table in _tables)
            if (await connection.ExecuteScalarAsync<long>($"select count(*) from (select 1 from {table} limit 1) as found", transaction: transaction) > 0)
                return false;
        return true;
    }

    private Task WriteAsync(SnapshotRecord record) => record switch
    {
        KeySnapshot { Key: var key } => KeyAsync(key),
        TrustSnapshot { Trust: var trust } => TrustAsync(trust),
        RestoreSnapshot restore => RestoreAsync(restore),
        PlaneSnapshot plane => PlaneAsync(plane),
        UserSnapshot user => _operators.UserAsync(user),
        GrantSnapshot grant => _operators.GrantAsync(grant),
        AccessTokenSnapshot { Token: var token } => _operators.TokenAsync(token),
        TokenSnapshot { Token: { Use: TokenUse.Admin } token } => _operators.FirstAsync(token),
        TokenSnapshot { Token: var token } => InsertAsync(TokenRow.Insert, TokenRow.Values(token)),
        CertificateSnapshot { Certificate: var certificate } => InsertAsync(CertificateRow.Insert, CertificateRow.Values(certificate)),
        SourceSnapshot { Source: var source } => SourceAsync(source),
        IntentSnapshot { Intent: var intent } => IntentAsync(intent),
        AckSnapshot ack => AckAsync(ack),
        StatusSnapshot status => StatusAsync(status),
        ReleaseSnapshot { Release: var release } => InsertAsync(ReleaseRow.Insert, ReleaseRow.Values(release)),
        BindingSnapshot { Binding: var binding } => InsertAsync(BindingRow.Upsert, BindingRow.Values(binding)),
        DeploymentSnapshot { Deployment: var deployment } => InsertAsync(DeploymentRow.Insert, DeploymentRow.Values(deployment)),
        PipelineSnapshot { Pipeline: var pipeline } => InsertAsync(PipelineRow.Insert, PipelineRow.Values(pipeline)),
        PromotionSnapshot { Promotion: var promotion } => InsertAsync(PromotionRow.Insert, PromotionRow.Values(promotion)),
        EventSnapshot { Event: var happened } => EventAsync(happened),
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    };

    private Task KeyAsync(KeyRecord key) => InsertAsync(
        "insert into keys (id, use, key, created_at) values (@Kid, @Use, @json, @at)",
        new { key.Key.Kid, key.Use, json = Stored.Json(key.Key, StoredJson.Default.JsonWebKey), at = Stored.Time(key.CreatedAt) });

    private Task TrustAsync(TrustRecord trust) => InsertAsync(
        "insert into trust (id, version, changed_at, anchors, given) values (1, @Version, @at, @anchors, @Given)",
        new { trust.Version, at = Stored.Time(trust.ChangedAt), anchors = Stored.Json(trust.Anchors, StoredJson.Default.IReadOnlyListTrustAnchor), trust.Given });

    private Task RestoreAsync(RestoreSnapshot restore) => InsertAsync(
        "insert into restores (backup_at, restored_at) values (@backup, @restored)",
        new { backup = Stored.Time(restore.BackupAt), restored = Stored.Time(restore.RestoredAt) });

    private Task PlaneAsync(PlaneSnapshot snapshot)
    {
        var plane = snapshot.Plane;
        return InsertAsync(
            """
            insert into planes (name, display_name, created_at, agent, last_seen_at, generation_floor, revoked_at)
            values (@Name, @DisplayName, @at, @agent, @seen, @GenerationFloor, @revoked)
            """,
            new
            {
                plane.Name,
                plane.DisplayName,
                at = Stored.Time(plane.CreatedAt),
                agent = Stored.Json(plane.Agent, StoredJson.Default.AgentRecord),
                seen = plane.LastSeenAt is { } seen ? Stored.Time(seen) : (long?)null,
                snapshot.GenerationFloor,
                revoked = snapshot.RevokedAt is { } revoked ? Stored.Time(revoked) : (long?)null,
            });
    }

    private Task SourceAsync(SourceRecord source) => InsertAsync(
        """
        insert into sources (plane, space, kind, name, document, hash, updated_at)
        values (@Plane, @Space, @Kind, @Name, @Document, @Hash, @at)
        """,
        new
        {
            source.Key.Plane,
            source.Key.Space,
            source.Key.Kind,
            source.Key.Name,
            source.Document,
            source.Hash,
            at = Stored.Time(source.UpdatedAt),
        });

    private Task IntentAsync(IntentRecord intent) => InsertAsync(IntentRow.Insert, IntentRow.Values(intent));

    private Task AckAsync(AckSnapshot snapshot) => InsertAsync(
        """
        insert into acks (plane, id, generation, outcome, reasons, held_generation, at)
        values (@Plane, @Id, @Generation, @outcome, @reasons, @HeldGeneration, @at)
        """,
        new
        {
            snapshot.Plane,
            snapshot.Ack.Id,
            snapshot.Ack.Generation,
            outcome = snapshot.Ack.Outcome.ToString(),
            reasons = Stored.Json(snapshot.Ack.Reasons, IntentJson.Default.IReadOnlyListRefusalReason),
            snapshot.Ack.HeldGeneration,
            at = Stored.Time(snapshot.Ack.At),
        });

    private Task StatusAsync(StatusSnapshot snapshot) => InsertAsync(
        "insert into statuses (plane, id, phase, document, at) values (@Plane, @Id, @phase, @document, @at)",
        new
        {
            snapshot.Plane,
            snapshot.Status.Id,
            phase = snapshot.Status.Status?.Phase.ToString(),
            document = Stored.Json(snapshot.Status.Status, IntentJson.Default.IntentStatus),
            at = Stored.Time(snapshot.Status.At),
        });

    private Task EventAsync(EventRecord happened) => InsertAsync(
        "insert into events (number, type, at, plane, intent, data, actor, reason, organization, project) values (@Number, @Type, @at, @Plane, @Intent, @Data, @Actor, @Reason, @organization, @project)",
        new
        {
            happened.Number,
            happened.Event.Type,
            at = Stored.Time(happened.Event.At),
            happened.Event.Plane,
            happened.Event.Intent,
            happened.Event.Data,
            happened.Event.Actor,
            happened.Event.Reason,
            organization = happened.Event.Subject?.Organization,
            project = happened.Event.Subject?.Project,
        });

    private Task InsertAsync(string sql, object row) => connection.ExecuteAsync(sql, row, transaction);
}
