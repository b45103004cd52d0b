namespace Pdp.ControlStub.Store.Sql;

/// <content>What is written as part of a change of intents.</content>
internal sealed partial class SqlReleaseStore
{
    /// <summary>Deployments kept of a binding, the newest ones.</summary>
    private const int DeploymentsPerBinding = 100;

    /// <summary>Keeps a release unless one of that name is there; forgets those over the limit that are deployed nowhere and nowhere asked for.</summary>
    public static async Task<(ReleaseRecord Release, bool IsNew)> KeepAsync(WriteScope scope, ReleaseRecord release, int kept)
    {
        var key = release.Key;
        var newest = await scope.ScalarAsync<long>(
            "select coalesce(max(number), 0) from releases where organization = @Organization and project = @Project and component = @Component", key);
        var numbered = release with { Number = newest + 1 };
        if (await scope.ExecuteAsync(ReleaseRow.Insert, ReleaseRow.Values(numbered)) == 0)
        {
            var there = await scope.QueryAsync<ReleaseRow>(
                $"""
                select {ReleaseRow.Columns} from releases
                where organization = @Organization and project = @Project and component = @Component and name = @Name
                """,
                key);
            return (there.Single().ToRecord(), false);
        }

        await scope.ExecuteAsync(
            """
            delete from releases where organization = @Organization and project = @Project and component = @Component and number <= @end
            and name not in (
                select release from bindings
                where organization = @Organization and project = @Project and component = @Component and release is not null)
            and name not in (
                select release from promotions
                where organization = @Organization and project = @Project and component = @Component and state = 'Waiting')
            """,
            new { key.Organization, key.Project, key.Component, end = numbered.Number - kept });
        return (numbered, true);
    }

    /// <summary>Writes a deployment once its intent is written; the same one again changes nothing.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="write">The deployment.</param>
    /// <param name="kept">Releases kept of a component.</param>
    public static async Task DeployAsync(WriteScope scope, DeploymentWrite write, int kept)
    {
        if (write.NewRelease is { } release)
            await KeepAsync(scope, release, kept);
        var generation = await scope.ScalarAsync<long>(
            "select generation from intents where plane = @Plane and id = @Intent", new { write.Deployment.Plane, write.Deployment.Intent });
        var wanted = write.Deployment with { Generation = generation };
        var key = wanted.Key;
        await BindAsync(scope, wanted, write.NewValues);
        await KnowDigestsAsync(scope, wanted);
        await NoteAsync(scope, wanted);
        if (write.EndsPromotion && wanted.Promotion is { } number)
            await scope.ExecuteAsync(
                """
                update promotions set state = 'Done', decided_at = @at, version = version + 1
                where organization = @Organization and project = @Project and number = @number and state = 'Waiting'
                """,
                new { key.Organization, key.Project, number, at = Stored.Time(wanted.At) });
    }

    // The plane it was on first stays the first one.
    private static async Task BindAsync(WriteScope scope, DeploymentRecord wanted, string? newValues)
    {
        var key = wanted.Key;
        var there = (await scope.QueryAsync<BindingRow>($"select {BindingRow.Columns} from bindings where {OneBinding}", key)).SingleOrDefault()?.ToRecord();
        var placements = await scope.QueryAsync<PlacementRow>(
            $"{PlacementRow.Select} d.organization = @Organization and d.project = @Project and d.component = @Component and d.environment = @Environment", key);
        var (plane, intent) = placements.Find(p => p.Plane == there?.Plane) is { } first ? (first.Plane, first.Intent) : (wanted.Plane, wanted.Intent);
        await scope.ExecuteAsync(BindingRow.Upsert, BindingRow.Values(new BindingRecord(key, newValues ?? there?.Values ?? "{}", wanted.Release, plane, intent, wanted.At)));
    }

    // The same as last time on that plane is no deployment.
    private static async Task NoteAsync(WriteScope scope, DeploymentRecord wanted)
    {
        var key = wanted.Key;
        var last = (await scope.QueryAsync<DeploymentRow>(
            $"select {DeploymentRow.Columns} from deployments where {OneBinding} and plane = @Plane order by number desc limit 1",
            new { key.Organization, key.Project, key.Component, key.Environment, wanted.Plane })).SingleOrDefault()?.ToRecord();
        if (last is not null && last.Release == wanted.Release && last.Generation == wanted.Generation)
            return;
        var newest = await scope.ScalarAsync<long>($"select coalesce(max(number), 0) from deployments where {OneBinding}", key);
        wanted = wanted with { Number = newest + 1 };
        await scope.ExecuteAsync(DeploymentRow.Insert, DeploymentRow.Values(wanted));
        await scope.ExecuteAsync(
            $"delete from deployments where {OneBinding} and number <= @end",
            new { key.Organization, key.Project, key.Component, key.Environment, end = wanted.Number - DeploymentsPerBinding });
    }

    /// <summary>An intent is being removed: where it was first, another plane is it now, or nothing is deployed any more.</summary>
    public static async Task LeaveAsync(WriteScope scope, IntentRecord intent)
    {
        var left = (await scope.QueryAsync<BindingRow>(
            $"select {BindingRow.Columns} from bindings where plane = @Plane and intent = @Id", new { intent.Plane, intent.Id })).Select(r => r.ToRecord());
        foreach (var binding in left)
        {
            var others = await scope.QueryAsync<PlacementRow>(
                $"""
                {PlacementRow.Select} d.organization = @Organization and d.project = @Project and d.component = @Component and d.environment = @Environment
                and not (d.plane = @Plane and d.intent = @Id) order by d.plane limit 1
                """,
                new { binding.Key.Organization, binding.Key.Project, binding.Key.Component, binding.Key.Environment, intent.Plane, intent.Id });
            var other = others.SingleOrDefault();
            await scope.ExecuteAsync(BindingRow.Upsert, BindingRow.Values(binding with
            {
                Release = other is null ? null : binding.Release,
                Plane = other?.Plane,
                Intent = other?.Intent,
                UpdatedAt = intent.UpdatedAt,
            }));
        }
    }

    // A digest that is known stays: whoever deploys looked at it before.
    private static async Task KnowDigestsAsync(WriteScope scope, DeploymentRecord deployment)
    {
        var key = deployment.Key.Release(deployment.Release);
        if (deployment.Digests.Count == 0)
            return;
        await scope.ExecuteAsync(
            """
            update releases set digests = @digests
            where organization = @Organization and project = @Project and component = @Component and name = @Name and digests <> @digests
            """,
            new
            {
                key.Organization,
                key.Project,
                key.Component,
                key.Name,
                digests = Stored.Json(deployment.Digests, StoredJson.Default.IReadOnlyDictionaryStringString),
            });
    }
}
