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
        var last = (await scope.QueryAsync<DeploymentRow>(
            $"select {DeploymentRow.Columns} from deployments where {OneBinding} order by number desc limit 1", key)).SingleOrDefault()?.ToRecord();
        var values = write.NewValues ?? await scope.ScalarAsync<string>($"select config from bindings where {OneBinding}", key) ?? "{}";
        await scope.ExecuteAsync(BindingRow.Upsert, BindingRow.Values(new BindingRecord(key, values, wanted.Release, wanted.Plane, wanted.Intent, wanted.At)));
        await KnowDigestsAsync(scope, wanted);
        if (last is not null && last.Release == wanted.Release && last.Generation == generation && last.Plane == wanted.Plane)
            return;
        wanted = wanted with { Number = (last?.Number ?? 0) + 1 };
        await scope.ExecuteAsync(DeploymentRow.Insert, DeploymentRow.Values(wanted));
        await scope.ExecuteAsync(
            $"delete from deployments where {OneBinding} and number <= @end",
            new { key.Organization, key.Project, key.Component, key.Environment, end = wanted.Number - DeploymentsPerBinding });
        if (wanted.Promotion is { } number)
            await scope.ExecuteAsync(
                """
                update promotions set state = 'Done', decided_at = @at, version = version + 1
                where organization = @Organization and project = @Project and number = @number and state = 'Waiting'
                """,
                new { key.Organization, key.Project, number, at = Stored.Time(wanted.At) });
    }

    /// <summary>An intent is being removed: nothing is deployed any more where it was.</summary>
    public static Task LeaveAsync(WriteScope scope, IntentRecord intent) =>
        scope.ExecuteAsync(
            "update bindings set release = null, plane = null, intent = null, updated_at = @at where plane = @Plane and intent = @Id",
            new { intent.Plane, intent.Id, at = Stored.Time(intent.UpdatedAt) });

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
