using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Sqlite;

/// <content>What is written.</content>
internal sealed partial class SqliteIntentStore
{
    private static readonly string[] _intentTables = ["intents", "acks", "statuses"];

    public Task<CommitOutcome> CommitAsync(ChangeSet changes, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(scope => Commit(scope, changes), cancellationToken);

    public Task AcknowledgeAsync(string plane, AckRecord ack, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                var kept = scope.Execute(
                    """
                    insert into acks (plane, id, generation, outcome, reasons, held_generation, at)
                    select @plane, @Id, @Generation, @outcome, @reasons, @HeldGeneration, @at
                    where exists (select 1 from intents where plane = @plane and id = @Id)
                    on conflict (plane, id) do update
                    set generation = excluded.generation, outcome = excluded.outcome, reasons = excluded.reasons,
                        held_generation = excluded.held_generation, at = excluded.at
                    where excluded.generation >= acks.generation
                    """,
                    new
                    {
                        plane,
                        ack.Id,
                        ack.Generation,
                        outcome = ack.Outcome.ToString(),
                        reasons = Stored.Json(ack.Reasons, IntentJson.Default.IReadOnlyListRefusalReason),
                        ack.HeldGeneration,
                        at = Stored.Time(ack.At),
                    });
                return kept == 0 ? 0 : events.Append(scope, happened);
            },
            cancellationToken);

    public Task SaveStatusesAsync(
        string plane, IReadOnlyList<StatusRecord> statuses, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                foreach (var status in statuses)
                    scope.Execute(
                        """
                        insert into statuses (plane, id, phase, document, at)
                        select @plane, @Id, @phase, @document, @at where exists (select 1 from intents where plane = @plane and id = @Id)
                        on conflict (plane, id) do update set phase = excluded.phase, document = excluded.document, at = excluded.at
                        """,
                        new
                        {
                            plane,
                            status.Id,
                            phase = status.Status?.Phase.ToString(),
                            document = Stored.Json(status.Status, IntentJson.Default.IntentStatus),
                            at = Stored.Time(status.At),
                        });
                return events.Append(scope, happened);
            },
            cancellationToken);

    public Task<int> ForgetTombstonesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Writer.RunAsync(
            scope =>
            {
                // Done means acknowledged, and the plane said that nothing of it is left.
                var gone = scope.Query<IntentRow>(
                    """
                    select i.plane Plane, i.id Id, i.generation Generation from intents i
                    join acks a on a.plane = i.plane and a.id = i.id and a.generation = i.generation
                    join statuses s on s.plane = i.plane and s.id = i.id and s.document is null
                    where i.removed and s.at < @before limit 1000
                    """,
                    new { before = Stored.Time(before) }).ToList();
                foreach (var tombstone in gone)
                {
                    scope.Execute(
                        "update planes set generation_floor = max(generation_floor, @Generation) where name = @Plane", tombstone);
                    foreach (var table in _intentTables)
                        scope.Execute($"delete from {table} where plane = @Plane and id = @Id", tombstone);
                }

                return gone.Count;
            },
            cancellationToken);

    private CommitOutcome Commit(WriteScope scope, ChangeSet changes)
    {
        if (scope.Scalar<long>("select count(*) from planes where name = @Plane", changes) == 0)
            return CommitOutcome.NoPlane;
        var more = 0;
        foreach (var write in changes.Intents)
        {
            var current = scope.Query<IntentRow>(
                "select generation Generation, removed Removed from intents where plane = @Plane and id = @Id", write.Intent).SingleOrDefault();
            if ((current?.Generation ?? 0) != write.Expected)
                return CommitOutcome.Conflict;
            more += (write.Intent.Removed ? 0 : 1) - (current is { Removed: 0 } ? 1 : 0);
        }

        if (more > 0 && scope.Scalar<long>("select count(*) from intents where plane = @Plane and not removed", changes) + more > intentsPerPlane)
            return CommitOutcome.Full;

        foreach (var write in changes.Intents)
            Put(scope, write.Intent);
        foreach (var source in changes.Sources)
            SqliteSourceStore.Put(scope, source);
        foreach (var key in changes.Dropped)
            SqliteSourceStore.Drop(scope, key);
        events.Append(scope, changes.Events);
        if (changes.Intents.Count > 0)
            scope.Announce(new StoreChange.IntentsChanged(changes.Plane, [.. changes.Intents.Select(w => w.Intent.Id)]));
        return CommitOutcome.Committed;
    }

    private static void Put(WriteScope scope, IntentRecord intent)
    {
        // From here on this side knows what the plane holds, or something newer.
        scope.Execute("delete from held where plane = @Plane and id = @Id and generation <= @Generation", intent);
        // What was said of the one that went is not true of the one that comes.
        scope.Execute(
            """
            delete from statuses where plane = @Plane and id = @Id and not @Removed
            and exists (select 1 from intents where plane = @Plane and id = @Id and removed)
            """,
            intent);
        scope.Execute(
            """
            insert into intents (plane, id, generation, hash, content_hash, jws, kind, removed, state,
                organization, project, environment, component, source, created_at, updated_at)
            values (@Plane, @Id, @Generation, @Hash, @ContentHash, @Jws, @Kind, @Removed, @state,
                @Organization, @Project, @Environment, @Component, @Source, @created, @updated)
            on conflict (plane, id) do update
            set generation = excluded.generation, hash = excluded.hash, content_hash = excluded.content_hash, jws = excluded.jws,
                kind = excluded.kind, removed = excluded.removed, state = excluded.state, organization = excluded.organization,
                project = excluded.project, environment = excluded.environment, component = excluded.component,
                source = excluded.source, updated_at = excluded.updated_at
            """,
            new
            {
                intent.Plane,
                intent.Id,
                intent.Generation,
                intent.Hash,
                intent.ContentHash,
                intent.Jws,
                intent.Kind,
                intent.Removed,
                state = intent.State.ToString(),
                intent.Owner.Organization,
                intent.Owner.Project,
                intent.Owner.Environment,
                intent.Owner.Component,
                intent.Source,
                created = Stored.Time(intent.CreatedAt),
                updated = Stored.Time(intent.UpdatedAt),
            });
    }
}
