using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class TeardownTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task Suspend_resume_undeploy_and_back()
    {
        await HealthyAsync(1);
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { State = ComponentState.Suspended }));
        await Agent.PhaseAsync(Id, IntentPhase.Suspended, 2);
        Assert.Equal(0, (await Cluster.OneAsync("apps/v1", "Deployment", Id)).GetInt64("spec", "replicas"));
        Assert.Single(await Cluster.OfIntentAsync("v1", "Service", Id));

        await HealthyAsync(3);
        var deployment = await Cluster.OneAsync("apps/v1", "Deployment", Id);
        Assert.Equal(1, deployment.GetInt64("spec", "replicas"));

        await Agent.PutAsync(Plane.Component(Id, 4, spec => spec with { State = ComponentState.Undeployed }));
        var status = await Agent.PhaseAsync(Id, IntentPhase.Undeployed, 4);
        Assert.Empty(status.Kept);
        Assert.Empty(status.Inventory);
        await NothingLeftAsync();
        await GoneAsync("v1", "Namespace", deployment.Namespace!);

        await HealthyAsync(5);
    }

    [Fact]
    public async Task A_removal_prunes_everything_and_the_intent_goes()
    {
        await HealthyAsync(1);
        var secret = $"pdp-revision-{Id}";
        Assert.NotNull(await Cluster.GetAsync("v1", "Secret", Namespace, secret));

        await Agent.RemoveAsync(Plane.Removal(Id, 2));

        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null, TimeSpan.FromMinutes(1));
        await GoneAsync("pdp.dev/v1", "Intent", Id, Namespace);
        await NothingLeftAsync();
        await GoneAsync("v1", "Secret", secret, Namespace);
    }

    [Fact]
    public async Task What_an_intent_deleted_by_hand_had_made_goes_when_it_comes_back_undeployed()
    {
        await HealthyAsync(1);
        await Cluster.DeleteAsync(await IntentAsync());
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
        Assert.Single(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { State = ComponentState.Undeployed }));

        await Agent.PhaseAsync(Id, IntentPhase.Undeployed, 2);
        await NothingLeftAsync();
    }

    [Fact]
    public async Task So_it_does_after_another_agent_took_over_that_never_looked_at_any_of_it()
    {
        await HealthyAsync(1);
        await Agent.KillAsync();
        await Cluster.DeleteAsync(await IntentAsync());
        Agent = await TestAgent.StartAsync(Cluster, Plane, Namespace);

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { State = ComponentState.Undeployed }));

        await Agent.PhaseAsync(Id, IntentPhase.Undeployed, 2);
        await NothingLeftAsync();
    }

    [Fact]
    public async Task Claims_are_kept_and_named_unless_the_intent_says_otherwise()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, Stateful));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var claim = await Cluster.OneAsync("v1", "PersistentVolumeClaim", Id);

        await Agent.PutAsync(Plane.Component(Id, 2, spec => Stateful(spec) with { State = ComponentState.Undeployed }));
        var status = await Agent.PhaseAsync(Id, IntentPhase.Undeployed, 2);
        Assert.Equal(["Namespace", "NetworkPolicy", "PersistentVolumeClaim"], status.Kept.Select(entry => entry.Kind).Order());
        Assert.Equal(claim.Uid, (await Cluster.OneAsync("v1", "PersistentVolumeClaim", Id)).Uid);

        await Agent.RemoveAsync(Plane.Removal(Id, 3, deleteVolumes: true));
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null, TimeSpan.FromMinutes(1));
        await NothingLeftAsync();
        await GoneAsync("v1", "Namespace", claim.Namespace!);
    }

    [Fact]
    public async Task A_namespace_with_foreign_content_stays()
    {
        await HealthyAsync(1);
        var space = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).Namespace!;
        var foreign = Workloads.ConfigMap("somebody-elses");
        foreign.Set(space, "metadata", "namespace");
        await Cluster.Admin.CreateAsync(foreign, new(), Ct);

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { State = ComponentState.Undeployed }));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Undeployed, 2);
        Assert.Equal(["Namespace", "NetworkPolicy"], status.Kept.Select(entry => entry.Kind));
        Assert.NotNull(await Cluster.GetAsync("v1", "ConfigMap", space, "somebody-elses"));
    }

    [Fact]
    public async Task A_newer_generation_takes_a_removal_back()
    {
        await HealthyAsync(1);
        // Nothing can be deleted, so the removal stays under way.
        Agent.Api.Before = call =>
        {
            if (call.Verb == "delete") throw RecordingApi.Refusal(403, "Forbidden", "not now");
        };
        await Agent.RemoveAsync(Plane.Removal(Id, 2));
        var removing = await Agent.StatusAsync(
            Id, status => status.Phase == IntentPhase.Removing && status.Message.Contains("not now", StringComparison.Ordinal));
        Assert.NotEmpty(removing.Inventory);
        Assert.Equal(["pdp.dev/prune"], (await IntentAsync()).GetArray("metadata", "finalizers")!.Select(name => (string?)name));

        await Agent.PutAsync(Plane.Component(Id, 3));
        Agent.Api.Before = null;

        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        Assert.Null((await IntentAsync()).GetString("spec", "removal"));
        Assert.Null((await IntentAsync()).GetArray("metadata", "finalizers"));
    }

    private async Task<System.Text.Json.Nodes.JsonObject> IntentAsync() => (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;

    private static ComponentSpec Stateful(ComponentSpec spec) => spec with
    {
        Type = ComponentType.Stateful,
        Storage = [new StorageSpec { Name = "data", Size = "1Gi", Mounts = new Dictionary<string, string> { ["*"] = "/data" } }],
    };

    private async Task HealthyAsync(long generation)
    {
        await Agent.PutAsync(Plane.Component(Id, generation));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, generation);
    }

    private async Task NothingLeftAsync()
    {
        string[] core = ["Service", "ConfigMap", "ServiceAccount", "Pod", "PersistentVolumeClaim"];
        string[] apps = ["Deployment", "StatefulSet", "ReplicaSet"];
        foreach (var (apiVersion, kind) in core.Select(kind => ("v1", kind)).Concat(apps.Select(kind => ("apps/v1", kind))))
            await Until.TrueAsync(async () => (await Cluster.OfIntentAsync(apiVersion, kind, Id)).Count == 0, what: $"no {kind} is left");
    }

    private Task GoneAsync(string apiVersion, string kind, string name, string? @namespace = null) =>
        Until.TrueAsync(async () => await Cluster.GetAsync(apiVersion, kind, @namespace, name) is null, what: $"{kind}/{name} is gone");
}
