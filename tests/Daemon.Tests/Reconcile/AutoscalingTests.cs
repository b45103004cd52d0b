using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Who says how many pods there are, when an autoscaler comes, works and goes.</summary>
public sealed class AutoscalingTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task Switched_on_for_what_runs_it_keeps_the_number_and_is_never_at_one()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with { Replicas = 4 }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await using var numbers = await SeenReplicas.StartAsync(Cluster, Id);

        await Agent.PutAsync(Plane.Component(Id, 2, spec => Autoscaled(spec, 2, 6)));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        await QuietAsync();

        Assert.Equal(4, (await DeploymentAsync())["spec"]!["replicas"]!.GetValue<long>());
        Assert.Equal([4L], numbers.Distinct);
    }

    [Fact]
    public async Task What_the_autoscaler_says_is_left_alone_by_drift_and_by_the_next_release()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with { Replicas = 1 }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        // The autoscaler of the cluster brings what is below the bounds into them.
        await Agent.PutAsync(Plane.Component(Id, 2, spec => Autoscaled(spec, 3, 6)));
        await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.Healthy, ObservedGeneration: 2, Rollout.Desired: 3 });
        await Cluster.EditAsync(await DeploymentAsync(), """{"spec":{"replicas":5}}""");
        await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.Healthy, Rollout.Desired: 5 });
        await using var numbers = await SeenReplicas.StartAsync(Cluster, Id);

        await LookAgainAsync();
        await Agent.PutAsync(Plane.Component(Id, 3, spec => Autoscaled(spec.WithImage("registry.example/app:2", "r2"), 3, 6)));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        await QuietAsync();

        Assert.Equal([5L], numbers.Distinct);
        Assert.Empty(Agent.Journal.Find(Id)!.Status.Drift);
    }

    [Fact]
    public async Task Suspended_and_resumed_it_begins_at_its_least()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => Autoscaled(spec, 2, 6)));
        await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.Healthy, Rollout.Desired: 2 });
        await Agent.PutAsync(Plane.Component(Id, 2, spec => Autoscaled(spec, 2, 6) with { State = ComponentState.Suspended }));
        await Agent.PhaseAsync(Id, IntentPhase.Suspended, 2);
        Assert.Equal(0, (await DeploymentAsync())["spec"]!["replicas"]!.GetValue<long>());

        await Agent.PutAsync(Plane.Component(Id, 3, spec => Autoscaled(spec, 2, 6)));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        Assert.Equal(2, (await DeploymentAsync())["spec"]!["replicas"]!.GetValue<long>());
    }

    private Task<JsonObject> DeploymentAsync() => Cluster.OneAsync("apps/v1", "Deployment", Id);

    private static ComponentSpec Autoscaled(ComponentSpec spec, int min, int max) => spec with
    {
        Autoscaling = new AutoscalingSpec(min) { Max = max },
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with
        {
            Resources = new ResourceSpec { Requests = new Dictionary<string, string> { ["cpu"] = "100m" } },
        }),
    };
}
