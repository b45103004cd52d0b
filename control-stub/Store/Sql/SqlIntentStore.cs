using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>Intents in the database: what is read. What is written is in the other part.</summary>
internal sealed partial class SqlIntentStore(ISqlDatabase database, StoreLimits limits) : IIntentStore
{
    public async Task<IntentRecord?> FindAsync(string plane, string id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<IntentRow>(
            $"select {IntentRow.Columns}, i.jws Jws from intents i where plane = @plane and id = @id", new { plane, id }, cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public async Task<IntentOwner?> OwnerAsync(string plane, string id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(string Organization, string Project, string Environment, string? Component)>(
            "select organization, project, environment, component from intents where plane = @plane and id = @id", new { plane, id }, cancellationToken);
        return rows.ConvertAll(r => new IntentOwner(r.Organization, r.Project, r.Environment, r.Component)).SingleOrDefault();
    }

    public async Task<IntentView?> ViewAsync(string plane, string id, CancellationToken cancellationToken) =>
        (await ViewAsync(plane, [id], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<IntentView>> ViewAsync(string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<IntentView>();
        foreach (var list in RowList.Of(ids.Distinct(), id => id))
        {
            list.Parameters.Add("plane", plane);
            var rows = await database.QueryAsync<IntentRow>(
                $"""
                select {IntentRow.Columns}, i.jws Jws, {IntentRow.SaidColumns} from intents i {IntentRow.SaidJoins}
                where i.plane = @plane and i.id in (values {list.Sql}) order by i.id
                """,
                list.Parameters,
                cancellationToken);
            found.AddRange(rows.Select(r => r.ToView()));
        }

        return found;
    }

    public async Task<Page<IntentView>> ListAsync(
        string plane, IntentFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var (within, parameters) = ScopeCondition.Of(filter.Within, "i.");
        parameters.AddDynamicParams(new
        {
            plane,
            after = after ?? "",
            limit = limit + 1,
            filter.IncludeRemoved,
            filter.Organization,
            filter.Project,
            filter.Environment,
            filter.Component,
            phase = filter.Phase?.ToString(),
        });
        var rows = await database.QueryAsync<IntentRow>(
            $"""
            select {IntentRow.Columns}, {IntentRow.SaidColumns} from intents i {IntentRow.SaidJoins}
            where i.plane = @plane and i.id > @after and (not i.removed or (@IncludeRemoved and not
                (coalesce(a.generation, 0) = i.generation and s.at is not null and s.document is null)))
            and (@Organization is null or i.organization = @Organization) and (@Project is null or i.project = @Project)
            and (@Environment is null or i.environment = @Environment) and (@Component is null or i.component = @Component)
            and (@phase is null or s.phase = @phase) and {within.Sql}
            order by i.id limit @limit
            """,
            parameters,
            cancellationToken);
        return Pages.Cut(rows.ConvertAll(r => r.ToView()), limit, v => v.Intent.Id);
    }

    public async Task<IReadOnlyList<IntentHead>> HeadsAsync(string plane, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<IntentRow>(
            """
            select i.id Id, i.generation Generation, i.hash Hash, i.removed Removed, a.generation AckGeneration, a.outcome Outcome,
                s.at StatusAt, s.document is not null HasStatus
            from intents i left join acks a on a.plane = i.plane and a.id = i.id
            left join statuses s on s.plane = i.plane and s.id = i.id
            where i.plane = @plane order by i.id
            """,
            new { plane },
            cancellationToken);
        return rows.ConvertAll(r => r.ToHead());
    }

    public async Task<IReadOnlyList<(string Plane, string Id)>> UnansweredAsync(string process, CancellationToken cancellationToken) =>
        await database.QueryAsync<(string, string)>(
            """
            select i.plane, i.id from seats t join intents i on i.plane = t.plane
            left join acks a on a.plane = i.plane and a.id = i.id
            where t.session is not null and t.process = @process and coalesce(a.generation, 0) <> i.generation order by i.plane, i.id
            """,
            new { process },
            cancellationToken);

    public async Task<long> GenerationFloorAsync(string plane, CancellationToken cancellationToken)
    {
        var floors = await database.QueryAsync<long>("select generation_floor from planes where name = @plane", new { plane }, cancellationToken);
        return floors.SingleOrDefault();
    }

    public async Task<IReadOnlyList<StatusRecord>> StatusesAsync(
        string plane, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<StatusRecord>();
        foreach (var list in RowList.Of(ids.Distinct(), id => id))
        {
            list.Parameters.Add("plane", plane);
            var rows = await database.QueryAsync<StatusRow>(
                $"select id Id, document Document, at At from statuses where plane = @plane and id in (values {list.Sql}) order by id",
                list.Parameters,
                cancellationToken);
            found.AddRange(rows.Select(r => r.ToRecord()));
        }

        return found;
    }

    private sealed record StatusRow
    {
        public string Id { get; init; } = "";

        public string? Document { get; init; }

        public long At { get; init; }

        public StatusRecord ToRecord() => new(Id, Stored.Json(Document, IntentJson.Default.IntentStatus), Stored.Time(At));
    }
}
