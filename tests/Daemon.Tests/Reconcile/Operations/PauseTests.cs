using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Operations;

public sealed class PauseTests(TestCluster cluster) : AgentTest(cluster)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }

    [Fact]
    public async Task While_the_intent_is_paused_nothing_is_touched_and_drift_is_told()
    {
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2") with { Paused = true }));
        var paused = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        Assert.Equal((FailureReason.Paused, 1L), (paused.Reason, paused.RunningGeneration));
        var since = Assert.Single(paused.Conditions, c => c.Type == "Paused").LastTransitionTime;
        await QuietAsync();
        Agent.Api.Forget();

        await Cluster.EditAsync(await DeploymentAsync(), """{"spec":{"replicas":5}}""");
        await Cluster.DeleteAsync(await Cluster.OneAsync("v1", "Service", Id));

        var drifted = await Agent.StatusAsync(Id, s => Message(s, "Drifted").Contains("was deleted", StringComparison.Ordinal) && Message(s, "Drifted").Contains("spec.replicas by kubectl-edit", StringComparison.Ordinal));
        await QuietAsync();
        Assert.Equal(since, Assert.Single(drifted.Conditions, c => c.Type == "Paused").LastTransitionTime);
        Assert.DoesNotContain(Agent.Api.Writes, write => write.Kind is not "Intent");
        Assert.Equal(5, (await DeploymentAsync()).GetInt64("spec", "replicas"));

        await Agent.PutAsync(Plane.Component(Id, 3, spec => spec.WithImage("registry.example/app:2", "r2")));
        var resumed = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        Assert.DoesNotContain(resumed.Conditions, c => c.Type is "Paused" or "Drifted");
        Assert.Equal(1, (await DeploymentAsync()).GetInt64("spec", "replicas"));
        Assert.Single(await Cluster.OfIntentAsync("v1", "Service", Id));
    }

    [Fact]
    public async Task The_customer_pauses_in_the_cluster_whatever_the_control_plane_says()
    {
        await MarkAsync("pdp.dev/paused", "true");
        await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Waiting, Reason: FailureReason.Paused });

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2")));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        await Agent.RemoveAsync(Plane.Removal(Id, 3));
        await QuietAsync();
        await LookAgainAsync();
        Assert.Equal("registry.example/app:1", await ImageAsync());

        await MarkAsync("pdp.dev/paused", null);
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
        Assert.Empty(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));
    }

    [Fact]
    public async Task A_removal_is_carried_out_though_the_document_says_paused()
    {
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { Paused = true }));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);

        await Agent.RemoveAsync(Plane.Removal(Id, 3));

        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
    }

    [Fact]
    public async Task What_was_never_begun_does_not_begin()
    {
        var id = $"{Id}-new";
        await Agent.PutAsync(Plane.Component(id, 1, spec => spec with { Paused = true }));
        await Agent.PhaseAsync(id, IntentPhase.Waiting, 1);
        await QuietAsync();

        Assert.Empty(await Cluster.OfIntentAsync("apps/v1", "Deployment", id));
        await Agent.PutAsync(Plane.Component(id, 2));
        await Agent.PhaseAsync(id, IntentPhase.Healthy, 2);
    }

    private static string Message(IntentStatus status, string type) => status.Conditions.FirstOrDefault(c => c.Type == type)?.Message ?? "";

    private async Task MarkAsync(string annotation, string? value)
    {
        var intent = await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } } };
        await Cluster.EditAsync(intent!, patch.ToJsonString());
    }

    private Task<JsonObject> DeploymentAsync() => Cluster.OneAsync("apps/v1", "Deployment", Id);

    private async Task<string?> ImageAsync() =>
        (await DeploymentAsync()).GetObjects("spec", "template", "spec", "containers").Single().GetString("image");
}
