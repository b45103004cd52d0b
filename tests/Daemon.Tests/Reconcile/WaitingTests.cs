using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class WaitingTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task An_intent_waits_for_what_it_depends_on_and_begins_when_that_is_healthy()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with { DependsOn = [$"{Id}-db"] }));

        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 1);
        Assert.Equal(FailureReason.DependencyNotReady, waiting.Reason);
        Assert.Contains($"{Id}-db", waiting.Message, StringComparison.Ordinal);
        Assert.Empty(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));

        await Agent.PutAsync(Plane.Component($"{Id}-db", 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
    }

    [Fact]
    public async Task What_runs_already_is_kept_while_its_next_generation_waits()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { Release = "r2", DependsOn = ["nobody"] }));
        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        Assert.Equal((1, "r1"), (waiting.RunningGeneration, waiting.RunningRelease));

        await Cluster.DeleteAsync(await Cluster.OneAsync("v1", "Service", Id));
        var repaired = await Agent.StatusAsync(Id, status => status.Drift.Count > 0);
        Assert.Equal(IntentPhase.Waiting, repaired.Phase);
        Assert.Single(await Cluster.OfIntentAsync("v1", "Service", Id));
    }

    [Fact]
    public async Task A_rollout_that_is_superseded_by_a_generation_that_waits_is_gone_back_from()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var image = await ImageAsync();
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/broken:2", "r2")));
        await Until.TrueAsync(async () => await ImageAsync() == "registry.example/broken:2");

        await Agent.PutAsync(Plane.Component(Id, 3, spec => spec with { Release = "r3", DependsOn = ["nobody"] }));

        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 3);
        Assert.Equal((1, "r1", 0), (waiting.RunningGeneration, waiting.RunningRelease, waiting.FailedGeneration));
        await Until.TrueAsync(async () => await ImageAsync() == image);
    }

    [Fact]
    public async Task A_secret_nobody_can_give_is_waited_for_and_named()
    {
        var password = new EnvVar { Name = "PASSWORD", Secret = new SecretReference("vault", "db-password") };
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with
        {
            Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with { Env = [password] }),
        }));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 1);

        Assert.Equal(FailureReason.SecretUnavailable, status.Reason);
        Assert.Contains("db-password", status.Message, StringComparison.Ordinal);
        Assert.Contains("vault", status.Message, StringComparison.Ordinal);
    }

    private async Task<string?> ImageAsync() => (await Cluster.OneAsync("apps/v1", "Deployment", Id))
        .GetObjects("spec", "template", "spec", "containers").Single().GetString("image");
}
