using System.Globalization;
using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>Pipelines and promotions in the database.</summary>
internal sealed class SqlPromotionStore(ISqlDatabase database) : IPromotionStore
{
    /// <summary>Promotions kept of a project, the newest ones; those that wait are kept in any case.</summary>
    private const int PromotionsPerProject = 1000;

    public async Task<IReadOnlyList<PipelineRecord>> PipelinesAsync(string organization, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<PipelineRow>(
            $"select {PipelineRow.Columns} from pipelines where organization = @organization order by name", new { organization }, cancellationToken))
            .Select(r => r.ToRecord())];

    public async Task<Page<PipelineRecord>> PipelinesAsync(IReadOnlyList<Scope>? within, string? after, int limit, CancellationToken cancellationToken)
    {
        var (condition, parameters) = ScopeCondition.Of(within, "");
        parameters.Add("limit", limit + 1);
        var begin = Cursor.Condition(after, parameters, "organization", "name");
        var rows = await database.QueryAsync<PipelineRow>(
            $"select {PipelineRow.Columns} from pipelines where {begin} and {condition.Sql} order by organization, name limit @limit", parameters, cancellationToken);
        return Pages.Cut(rows.ConvertAll(r => r.ToRecord()), limit, r => Cursor.Of(r.Organization, r.Name));
    }

    public Task PutPipelineAsync(PipelineRecord pipeline, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                scope.Note([happened]);
                return await scope.ExecuteAsync(PipelineRow.Insert, PipelineRow.Values(pipeline));
            },
            cancellationToken);

    public Task<bool> DeletePipelineAsync(string organization, string name, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var gone = await scope.ExecuteAsync("delete from pipelines where organization = @organization and name = @name", new { organization, name }) > 0;
                if (gone)
                    scope.Note([happened]);
                return gone;
            },
            cancellationToken);

    public async Task<PromotionRecord?> FindAsync(Scope project, long number, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<PromotionRow>(
            $"select {PromotionRow.Columns} from promotions where organization = @Organization and project = @Project and number = @number",
            new { project.Organization, project.Project, number },
            cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public async Task<PromotionRecord?> WaitingAsync(BindingKey target, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<PromotionRow>(
            $"""
            select {PromotionRow.Columns} from promotions where organization = @Organization and project = @Project
            and component = @Component and environment = @Environment and state = 'Waiting' order by number desc limit 1
            """,
            target,
            cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public async Task<Page<PromotionRecord>> ListAsync(
        ComponentFilter filter, PromotionState? state, string? after, int limit, CancellationToken cancellationToken)
    {
        var (within, parameters) = ScopeCondition.Of(filter.Within, "");
        parameters.AddDynamicParams(new
        {
            filter.Organization,
            filter.Project,
            filter.Component,
            filter.Environment,
            state = state?.ToString(),
            limit = limit + 1,
        });
        var rows = await database.QueryAsync<PromotionRow>(
            $"""
            select {PromotionRow.Columns} from promotions
            where {Begin(after, parameters)} and {within.Sql} and (@Organization is null or organization = @Organization)
            and (@Project is null or project = @Project) and (@Component is null or component = @Component)
            and (@Environment is null or environment = @Environment) and (@state is null or state = @state)
            order by organization, project, number desc limit @limit
            """,
            parameters,
            cancellationToken);
        return Pages.Cut(
            rows.ConvertAll(r => r.ToRecord()),
            limit,
            r => Cursor.Of(r.Target.Organization, r.Target.Project, r.Number.ToString(CultureInfo.InvariantCulture)));
    }

    public Task<PromotionRecord> AddAsync(PromotionRecord promotion, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var target = promotion.Target;
                await scope.ExecuteAsync(
                    """
                    update promotions set state = 'Superseded', decided_at = @at, version = version + 1
                    where organization = @Organization and project = @Project and component = @Component and environment = @Environment and state = 'Waiting'
                    """,
                    new { target.Organization, target.Project, target.Component, target.Environment, at = Stored.Time(promotion.RequestedAt) });
                var newest = await scope.ScalarAsync<long>(
                    "select coalesce(max(number), 0) from promotions where organization = @Organization and project = @Project", target);
                var added = promotion with { Number = newest + 1, Version = 1 };
                await scope.ExecuteAsync(PromotionRow.Insert, PromotionRow.Values(added));
                await scope.ExecuteAsync(
                    "delete from promotions where organization = @Organization and project = @Project and number <= @end and state <> 'Waiting'",
                    new { target.Organization, target.Project, end = added.Number - PromotionsPerProject });
                scope.Note([happened]);
                return added;
            },
            cancellationToken);

    public Task<bool> ChangeAsync(PromotionRecord promotion, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var changed = await scope.ExecuteAsync(
                    """
                    update promotions set state = @state, decided_at = @decided, votes = @votes, version = @Version + 1
                    where organization = @Organization and project = @Project and number = @Number and version = @Version
                    """,
                    PromotionRow.Values(promotion)) > 0;
                if (changed)
                    scope.Note([happened]);
                return changed;
            },
            cancellationToken);

    // Newest first within a project, so that the cursor's last part goes the other way.
    private static string Begin(string? after, Dapper.DynamicParameters parameters)
    {
        if (after?.Split('/') is not [var organization, var project, var last] || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return "1 = 1";
        parameters.AddDynamicParams(new { after0 = organization, after1 = project, after2 = number });
        return "((organization, project) > (@after0, @after1) or (organization = @after0 and project = @after1 and number < @after2))";
    }
}
