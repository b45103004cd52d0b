using Dapper;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>Releases and bindings in the database. What deployments write is in the other part.</summary>
/// <param name="database">The database.</param>
/// <param name="releasesPerComponent">Releases kept of a component, besides those that are deployed somewhere.</param>
internal sealed partial class SqlReleaseStore(ISqlDatabase database, int releasesPerComponent) : IReleaseStore
{
    private const string OneBinding =
        "organization = @Organization and project = @Project and component = @Component and environment = @Environment";

    public async Task<ReleaseRecord?> FindAsync(ReleaseKey key, CancellationToken cancellationToken) =>
        (await FindAsync([key], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<ReleaseRecord>> FindAsync(IReadOnlyCollection<ReleaseKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<ReleaseRecord>();
        foreach (var list in RowList.Of(keys.Distinct(), k => k.Organization, k => k.Project, k => k.Component, k => k.Name))
            found.AddRange((await database.QueryAsync<ReleaseRow>(
                $"select {ReleaseRow.Columns} from releases where (organization, project, component, name) in (values {list.Sql})",
                list.Parameters,
                cancellationToken)).Select(r => r.ToRecord()));
        return found;
    }

    public async Task<Page<ReleaseRecord>> ListAsync(ComponentFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var (conditions, parameters) = Conditions(filter, after, limit, "name");
        var rows = await database.QueryAsync<ReleaseRow>(
            $"select {ReleaseRow.Columns} from releases where {conditions} order by organization, project, component, name limit @limit",
            parameters,
            cancellationToken);
        return Pages.Cut(rows.ConvertAll(r => r.ToRecord()), limit, r => Cursor.Of(r.Key.Organization, r.Key.Project, r.Key.Component, r.Key.Name));
    }

    public Task<(ReleaseRecord Release, bool IsNew)> AddAsync(ReleaseRecord release, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var (kept, isNew) = await KeepAsync(scope, release, releasesPerComponent);
                if (isNew)
                    scope.Note([happened]);
                return (kept, isNew);
            },
            cancellationToken);

    public async Task<BindingRecord?> BindingAsync(BindingKey key, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<BindingRow>($"select {BindingRow.Columns} from bindings where {OneBinding}", key, cancellationToken);
        return rows.SingleOrDefault()?.ToRecord();
    }

    public async Task<Page<BindingRecord>> BindingsAsync(ComponentFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var (conditions, parameters) = Conditions(filter, after, limit, "environment");
        parameters.Add("environment", filter.Environment);
        var rows = await database.QueryAsync<BindingRow>(
            $"""
            select {BindingRow.Columns} from bindings where {conditions} and (@environment is null or environment = @environment)
            order by organization, project, component, environment limit @limit
            """,
            parameters,
            cancellationToken);
        return Pages.Cut(
            rows.ConvertAll(r => r.ToRecord()), limit, r => Cursor.Of(r.Key.Organization, r.Key.Project, r.Key.Component, r.Key.Environment));
    }

    public async Task<IReadOnlyList<Placement>> PlacementsAsync(IReadOnlyCollection<BindingKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<Placement>();
        foreach (var list in RowList.Of(keys.Distinct(), k => k.Organization, k => k.Project, k => k.Component, k => k.Environment))
            found.AddRange((await database.QueryAsync<PlacementRow>(
                $"{PlacementRow.Select} (d.organization, d.project, d.component, d.environment) in (values {list.Sql})", list.Parameters, cancellationToken))
                .Select(r => r.ToRecord()));
        return [.. found.OrderBy(p => p.Plane, StringComparer.Ordinal)];
    }

    public Task PutValuesAsync(BindingKey key, string values, DateTimeOffset at, NewEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async scope =>
            {
                var there = (await scope.QueryAsync<BindingRow>($"select {BindingRow.Columns} from bindings where {OneBinding}", key)).SingleOrDefault()?.ToRecord();
                var binding = (there ?? new BindingRecord(key, values, null, null, null, at)) with { Values = values, UpdatedAt = at };
                scope.Note([happened]);
                return await scope.ExecuteAsync(BindingRow.Upsert, BindingRow.Values(binding));
            },
            cancellationToken);

    public async Task<IReadOnlyList<DeploymentRecord>> DeploymentsAsync(BindingKey key, long? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<DeploymentRow>(
            $"""
            select {DeploymentRow.Columns} from deployments where {OneBinding} and number < @before order by number desc limit @limit
            """,
            new { key.Organization, key.Project, key.Component, key.Environment, before = before ?? long.MaxValue, limit },
            cancellationToken);
        return rows.ConvertAll(r => r.ToRecord());
    }

    private static (string Sql, DynamicParameters Parameters) Conditions(ComponentFilter filter, string? after, int limit, string last)
    {
        var (within, parameters) = ScopeCondition.Of(filter.Within, "");
        parameters.AddDynamicParams(new { filter.Organization, filter.Project, filter.Component, lines = $"{filter.Component}{ComponentLine.Separator}%", limit = limit + 1 });
        var begin = Cursor.Condition(after, parameters, "organization", "project", "component", last);
        return (
            $"""
            {begin} and {within.Sql} and (@Organization is null or organization = @Organization)
            and (@Project is null or project = @Project) and (@Component is null or component = @Component or component like @lines)
            """,
            parameters);
    }
}
