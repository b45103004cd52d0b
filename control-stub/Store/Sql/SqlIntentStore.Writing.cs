using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Sql;

/// <content>What is written.</content>
internal sealed partial class SqlIntentStore
{
    private static readonly string[] _intentTables = ["statuses", "acks", "intents"];

    public Task<CommitOutcome> CommitAsync(ChangeSet changes, CancellationToken cancellationToken) =>
        database.WriteAsync(scope => CommitAsync(scope, changes), cancellationToken);

    public Task AcknowledgeAsync(
        string plane, ReportOrder order, AckRecord ack, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var kept = await scope.ExecuteAsync(
                    """
                    insert into acks (plane, id, generation, outcome, reasons, held_generation, at, seat, number)
                    select @plane, @Id, @Generation, @outcome, @reasons, @HeldGeneration, @at, @Seat, @Number
                    where exists (select 1 from intents where plane = @plane and id = @Id)
                    on conflict (plane, id) do update
                    set generation = excluded.generation, outcome = excluded.outcome, reasons = excluded.reasons,
                        held_generation = excluded.held_generation, at = excluded.at, seat = excluded.seat, number = excluded.number
                    where (excluded.generation, excluded.seat, excluded.number) >= (acks.generation, acks.seat, acks.number)
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
                        order.Seat,
                        order.Number,
                    });
                if (kept > 0)
                    scope.Note(happened);
                return kept;
            },
            cancellationToken);

    public Task SaveStatusesAsync(
        string plane, ReportOrder order, IReadOnlyList<StatusRecord> statuses, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var kept = new HashSet<string>();
                var newest = statuses.GroupBy(i => i.Id).Select(g => g.Last());
                foreach (var list in RowList.Of(
                    newest,
                    i => i.Id,
                    i => i.Status?.Phase.ToString(),
                    i => Stored.Json(i.Status, IntentJson.Default.IntentStatus),
                    i => Stored.Time(i.At)))
                {
                    list.Parameters.AddDynamicParams(new { plane, order.Seat, order.Number });
                    kept.UnionWith(await scope.QueryAsync<string>(
                        $"""
                        insert into statuses (plane, id, phase, document, at, seat, number)
                        select i.plane, i.id, v.column2, v.column3, v.column4, @Seat, @Number
                        from (values {list.Sql}) v join intents i on i.plane = @plane and i.id = v.column1 where true
                        on conflict (plane, id) do update
                        set phase = excluded.phase, document = excluded.document, at = excluded.at, seat = excluded.seat, number = excluded.number
                        where (excluded.seat, excluded.number) >= (statuses.seat, statuses.number)
                        returning id
                        """,
                        list.Parameters));
                }

                await CatalogueWriter.FollowAsync(scope, plane, [.. statuses.GroupBy(i => i.Id).Select(g => g.Last()).Where(i => kept.Contains(i.Id))]);
                scope.Note(happened.Where(h => h.Intent is not { } intent || kept.Contains(intent)));
                return true;
            },
            cancellationToken);

    public Task<int> ForgetTombstonesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                // Done means acknowledged, and the plane said that nothing of it is left.
                var gone = await scope.QueryAsync<IntentRow>(
                    """
                    select i.plane Plane, i.id Id, i.generation Generation from intents i
                    join acks a on a.plane = i.plane and a.id = i.id and a.generation = i.generation
                    join statuses s on s.plane = i.plane and s.id = i.id and s.document is null
                    where i.removed and s.at < @before limit 1000
                    """,
                    new { before = Stored.Time(before) });
                foreach (var tombstone in gone)
                {
                    await scope.ExecuteAsync(
                        "update planes set generation_floor = @Generation where name = @Plane and generation_floor < @Generation", tombstone);
                    foreach (var table in _intentTables)
                        await scope.ExecuteAsync($"delete from {table} where plane = @Plane and id = @Id", tombstone);
                }

                return gone.Count;
            },
            cancellationToken);

    private async Task<CommitOutcome> CommitAsync(WriteScope scope, ChangeSet changes)
    {
        // Whoever changes intents of the same plane in another process waits here.
        if ((await scope.QueryAsync<string>($"select name from planes where name = @Plane {scope.Dialect.Lock}", changes)).Count == 0)
            return CommitOutcome.NoPlane;
        var more = 0;
        foreach (var write in changes.Intents)
        {
            var current = (await scope.QueryAsync<IntentRow>(
                "select generation Generation, removed Removed from intents where plane = @Plane and id = @Id", write.Intent)).SingleOrDefault();
            if ((current?.Generation ?? 0) != write.Expected)
                return CommitOutcome.Conflict;
            more += (write.Intent.Removed ? 0 : 1) - (current is { Removed: false } ? 1 : 0);
        }

        if (more > 0 && await scope.ScalarAsync<long>("select count(*) from intents where plane = @Plane and not removed", changes) + more > limits.IntentsPerPlane)
            return CommitOutcome.Full;

        foreach (var write in changes.Intents)
            await PutAsync(scope, write.Intent);
        foreach (var source in changes.Sources)
            await SqlSourceStore.PutAsync(scope, source);
        foreach (var key in changes.Dropped)
            await SqlSourceStore.DropAsync(scope, key);
        foreach (var removed in changes.Intents.Where(w => w.Intent.Removed))
            await SqlReleaseStore.LeaveAsync(scope, removed.Intent);
        foreach (var pipeline in changes.Pipelines)
            await scope.ExecuteAsync(PipelineRow.Insert, PipelineRow.Values(pipeline));
        foreach (var deployment in changes.Deployments)
            await SqlReleaseStore.DeployAsync(scope, deployment, limits.ReleasesPerComponent);
        scope.Note(changes.Events);
        if (changes.Intents.Count > 0)
            scope.Announce(new StoreChange.IntentsChanged(changes.Plane, [.. changes.Intents.Select(w => w.Intent.Id)]));
        return CommitOutcome.Committed;
    }

    private static async Task PutAsync(WriteScope scope, IntentRecord intent)
    {
        // From here on this side knows what the plane holds, or something newer.
        await scope.ExecuteAsync("delete from held where plane = @Plane and id = @Id and generation <= @Generation", intent);
        // What was said of the one that went is not true of the one that comes.
        await scope.ExecuteAsync(
            """
            delete from statuses where plane = @Plane and id = @Id and not @Removed
            and exists (select 1 from intents where plane = @Plane and id = @Id and removed)
            """,
            intent);
        await scope.ExecuteAsync(
            $"""
            {IntentRow.Insert}
            on conflict (plane, id) do update
            set generation = excluded.generation, hash = excluded.hash, content_hash = excluded.content_hash, jws = excluded.jws,
                kind = excluded.kind, removed = excluded.removed, state = excluded.state, organization = excluded.organization,
                project = excluded.project, environment = excluded.environment, component = excluded.component,
                source = excluded.source, updated_at = excluded.updated_at,
                traceparent = excluded.traceparent, tracestate = excluded.tracestate
            """,
            IntentRow.Values(intent));
    }
}
