using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Leases;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.RealServer;

public sealed class RealServerTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly ApplyOptions _apply = new() { FieldManager = "client-suite" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private KubernetesApi Api => cluster.Api;

    [Fact]
    public async Task The_server_says_its_version_and_what_it_serves()
    {
        Assert.Equal("1", (await Api.GetServerVersionAsync(Stop)).Major);

        var deployment = await Api.ResolveAsync(new("apps", "v1", "Deployment"), Stop);
        Assert.NotNull(deployment);
        Assert.Equal(("deployments", true, true), (deployment.Plural, deployment.Namespaced, deployment.Can("patch")));
        Assert.Superset(new HashSet<string> { "scale", "status" }, deployment.Subresources.ToHashSet());
        Assert.False((await Api.ResolveAsync(new("", "v1", "Namespace"), Stop))?.Namespaced);
        Assert.Null(await Api.ResolveAsync(new("", "v1", "Nothing"), Stop));
        Assert.Null(await Api.ResolveAsync(new("nobody.example.dev", "v1", "Nothing"), Stop));
    }

    [Fact]
    public async Task Apply_tells_created_unchanged_and_configured_with_and_without_a_known_version()
    {
        var manifest = ConfigMap("apply", "one");
        var created = await Api.ApplyAsync(manifest, _apply, Stop);
        Assert.Equal(ApplyAction.Created, created.Action);

        Assert.Equal(ApplyAction.Unchanged, (await Api.ApplyAsync(manifest, _apply, Stop)).Action);
        Assert.Equal(ApplyAction.Unchanged, (await Api.ApplyAsync(manifest, _apply with { KnownResourceVersion = created.Object.ResourceVersion }, Stop)).Action);

        var changed = ConfigMap("apply", "two");
        var planned = await Api.ApplyAsync(changed, _apply with { DryRun = true }, Stop);
        Assert.Equal((ApplyAction.Configured, "one", "two"), (planned.Action, planned.Before?.GetString("data", "key"), planned.Object.GetString("data", "key")));
        Assert.Equal(ApplyAction.Unchanged, (await Api.ApplyAsync(manifest, _apply with { DryRun = true }, Stop)).Action);

        var configured = await Api.ApplyAsync(changed, _apply with { KnownResourceVersion = created.Object.ResourceVersion }, Stop);
        Assert.Equal(ApplyAction.Configured, configured.Action);
        Assert.NotEqual(created.Object.ResourceVersion, configured.Object.ResourceVersion);
        Assert.Equal(ApplyAction.Created, (await Api.ApplyAsync(ConfigMap("apply-dry", "x"), _apply with { DryRun = true }, Stop)).Action);
        Assert.Null(await Api.GetAsync(Reference("apply-dry"), Stop));
    }

    [Fact]
    public async Task A_field_of_another_manager_is_a_conflict_until_forced()
    {
        await Api.ApplyAsync(ConfigMap("conflict", "mine"), _apply, Stop);
        var theirs = ConfigMap("conflict", "theirs");

        var error = await Assert.ThrowsAsync<KubernetesException>(() => Api.ApplyAsync(theirs, _apply with { FieldManager = "other" }, Stop));
        Assert.True(error.IsFieldConflict);
        Assert.Equal(".data.key", Assert.Single(error.Status.Details!.Causes).Field);

        var forced = await Api.ApplyAsync(theirs, _apply with { FieldManager = "other", Force = true }, Stop);
        Assert.Equal(ApplyAction.Configured, forced.Action);
    }

    [Fact]
    public async Task Errors_are_told_apart()
    {
        var unknownField = ConfigMap("errors", "x");
        unknownField["dat"] = new JsonObject();
        var error = await Assert.ThrowsAsync<KubernetesException>(() => Api.ApplyAsync(unknownField, _apply, Stop));
        Assert.True(error.IsInvalid && !error.IsTransient, error.Message);

        error = await Assert.ThrowsAsync<KubernetesException>(() => Api.ApplyAsync(ConfigMap("Bad_Name", "x"), _apply, Stop));
        Assert.True(error.IsInvalid, error.Message);
        Assert.Equal("metadata.name", Assert.Single(error.Status.Details!.Causes).Field);

        var elsewhere = ConfigMap("errors", "x");
        elsewhere.Set("no-such-namespace", "metadata", "namespace");
        error = await Assert.ThrowsAsync<KubernetesException>(() => Api.ApplyAsync(elsewhere, _apply, Stop));
        Assert.True(error.IsNotFound, error.Message);

        var widget = new ObjectReference(new("nobody.example.dev", "v1", "Widget"), cluster.Namespace, "w");
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => Api.GetAsync(widget, Stop))).IsKindUnknown);

        var frozen = ConfigMap("frozen", "x");
        frozen["immutable"] = true;
        await Api.ApplyAsync(frozen, _apply, Stop);
        frozen.Set("y", "data", "key");
        error = await Assert.ThrowsAsync<KubernetesException>(() => Api.ApplyAsync(frozen, _apply, Stop));
        Assert.True(error.IsImmutableField, error.Message);
    }

    [Fact]
    public async Task A_refused_secret_is_told_without_its_value()
    {
        const string value = "dmVyeS1zZWNyZXQ";
        var secret = ConfigMap("secret", value);
        secret["kind"] = "Secret";

        var error = await Assert.ThrowsAsync<KubernetesException>(() => Api.ApplyAsync(secret, _apply, Stop));

        Assert.DoesNotContain(value, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_and_patch_keep_to_the_version_given()
    {
        var created = await Api.CreateAsync(ConfigMap("write", "one"), new CreateOptions(), Stop);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => Api.CreateAsync(ConfigMap("write", "one"), new CreateOptions(), Stop))).IsAlreadyExists);

        var patched = await Api.PatchAsync(Reference("write"), new JsonObject { ["data"] = new JsonObject { ["key"] = null, ["more"] = "m" } }, new PatchOptions(), Stop);
        Assert.Equal("""{"more":"m"}""", patched["data"]!.ToJsonString());
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => Api.ReplaceAsync(created, new ReplaceOptions(), Stop))).IsConflict);
        patched.Set("three", "data", "key");
        Assert.Equal("three", (await Api.ReplaceAsync(patched, new ReplaceOptions(), Stop)).GetString("data", "key"));
    }

    [Fact]
    public async Task Delete_tells_gone_going_other_and_never_there()
    {
        var created = await Api.CreateAsync(ConfigMap("delete", "x"), new CreateOptions(), Stop);
        Assert.Equal(DeleteOutcome.PreconditionFailed, (await Api.DeleteAsync(Reference("delete"), new DeleteOptions { Uid = Guid.NewGuid().ToString() }, Stop)).Outcome);
        Assert.Equal(DeleteOutcome.Deleted, (await Api.DeleteAsync(Reference("delete"), new DeleteOptions { DryRun = true }, Stop)).Outcome);
        Assert.Equal(DeleteOutcome.Deleted, (await Api.DeleteAsync(Reference("delete"), new DeleteOptions { Uid = created.Uid }, Stop)).Outcome);
        Assert.Equal(DeleteOutcome.NotFound, (await Api.DeleteAsync(Reference("delete"), new DeleteOptions(), Stop)).Outcome);

        var held = ConfigMap("held", "x");
        held.Set(new JsonArray("example.dev/hold"), "metadata", "finalizers");
        await Api.CreateAsync(held, new CreateOptions(), Stop);
        var going = await Api.DeleteAsync(Reference("held"), new DeleteOptions(), Stop);
        Assert.Equal((DeleteOutcome.Deleting, true), (going.Outcome, going.Object?.IsBeingDeleted));
        await Api.PatchAsync(Reference("held"), new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }, new PatchOptions(), Stop);
        Assert.Null(await Api.GetAsync(Reference("held"), Stop));
    }

    [Fact]
    public async Task A_list_in_pages_is_whole_and_metadata_alone_can_be_had()
    {
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => Api.ApplyAsync(ConfigMap($"list-{i:00}", "x", "list"), _apply, Stop)));
        var options = new ListOptions { Namespace = cluster.Namespace, LabelSelector = "suite=list", PageSize = 7 };

        var names = new List<string?>();
        await foreach (var item in Api.ListAsync(Make.ConfigMapKind, options, Stop)) names.Add(item.Name);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"list-{i:00}"), names);

        await foreach (var item in Api.ListAsync(Make.ConfigMapKind, options with { MetadataOnly = true, FieldSelector = "metadata.name=list-03" }, Stop))
            Assert.Equal(("list-03", "ConfigMap", null), (item.Name, item.Kind, item["data"]));
    }

    [Fact]
    public async Task A_watch_tells_what_happens_and_a_selector_makes_things_come_and_go()
    {
        await Api.ApplyAsync(ConfigMap("watched", "one", "watch"), _apply, Stop);
        await using var watcher = new Watcher(Api, new WatchOptions { Namespace = cluster.Namespace, LabelSelector = "suite=watch" });
        await watcher.NextAsync<WatchNotification.Reset>();
        Assert.Equal("watched", (await watcher.NextAsync<WatchNotification.Added>()).Object.Name);
        await watcher.NextAsync<WatchNotification.Synced>();

        await Api.ApplyAsync(ConfigMap("watched", "two", "watch"), _apply, Stop);
        Assert.Equal("two", (await watcher.NextAsync<WatchNotification.Modified>()).Object.GetString("data", "key"));
        await Api.ApplyAsync(ConfigMap("watched", "two", "other"), _apply, Stop);
        Assert.Equal("watched", (await watcher.NextAsync<WatchNotification.Deleted>()).Object.Name);
        await Api.ApplyAsync(ConfigMap("watched", "two", "watch"), _apply, Stop);
        await watcher.NextAsync<WatchNotification.Added>();
        await Api.DeleteAsync(Reference("watched"), new DeleteOptions(), Stop);
        await watcher.NextAsync<WatchNotification.Deleted>();
    }

    [Fact]
    public async Task Two_processes_take_turns_at_a_lease()
    {
        var options = new LeaseOptions { Namespace = cluster.Namespace, Name = "turns", Identity = "one", RetryPeriod = TimeSpan.FromMilliseconds(100) };
        var terms = new List<(string Who, int Transitions)>();
        using var stopFirst = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var leading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = new LeaseElection(Api, options).RunAsync(
            async (term, ended) =>
            {
                terms.Add((term.Identity, term.Transitions));
                leading.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);
            },
            stopFirst.Token);
        await leading.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);
        var second = new LeaseElection(Api, options with { Identity = "two" }).RunAsync(
            (term, _) =>
            {
                terms.Add((term.Identity, term.Transitions));
                return Task.CompletedTask;
            },
            Stop);
        await stopFirst.CancelAsync();
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);

        Assert.Equal([("one", 0), ("two", 1)], terms);
    }

    private ObjectReference Reference(string name) => new(Make.ConfigMapKind, cluster.Namespace, name);

    private JsonObject ConfigMap(string name, string value, string suite = "none") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = cluster.Namespace, ["labels"] = new JsonObject { ["suite"] = suite } },
        ["data"] = new JsonObject { ["key"] = value },
    };
}
