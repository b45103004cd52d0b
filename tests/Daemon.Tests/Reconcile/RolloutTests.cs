using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class RolloutTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task A_component_becomes_healthy_and_a_second_look_costs_no_request()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Equal((1, "r1"), (status.RunningGeneration, status.RunningRelease));
        Assert.Equal(
            ["Namespace", "NetworkPolicy", "NetworkPolicy", "ServiceAccount", "ConfigMap", "Service", "Deployment"],
            status.Inventory.Select(entry => entry.Kind));
        Assert.All(status.Resources, resource => Assert.Equal(HealthState.Healthy, resource.Health));
        Assert.Equal((1, 1, 1), (status.Rollout!.Desired, status.Rollout.Updated, status.Rollout.Available));

        await QuietAsync();
        Agent.Api.Forget();
        await LookAgainAsync();
        Assert.Empty(Agent.Api.Calls);
    }

    [Fact]
    public async Task A_new_generation_writes_what_differs_and_prunes_what_it_lacks_once_it_is_healthy()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var old = (await Cluster.OneAsync("v1", "ConfigMap", Id)).Name!;
        await QuietAsync();
        Agent.Api.Forget();

        await Agent.PutAsync(
            Plane.Component(Id, 2, spec => spec with { Release = "r2", Config = new Dictionary<string, string> { ["mode"] = "other" } }));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        Assert.Equal((2, "r2"), (status.RunningGeneration, status.RunningRelease));
        Assert.Equal(["Healthy", "Healthy"], status.History.Select(entry => entry.Result));
        var now = (await Cluster.OneAsync("v1", "ConfigMap", Id)).Name!;
        Assert.NotEqual(old, now);
        var writes = Agent.Api.Writes.Where(call => call.Kind is not ("Intent" or "Secret"));
        Assert.Equal(
            [new ApiCall("apply", "ConfigMap", now), new ApiCall("apply", "Deployment", Id), new ApiCall("delete", "ConfigMap", old)],
            writes);
    }

    [Fact]
    public async Task What_is_not_healthy_by_its_deadline_goes_back_as_one_unit_and_says_why()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var config = (await Cluster.OneAsync("v1", "ConfigMap", Id)).Name;

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/broken:2", "r2") with
        {
            Config = new Dictionary<string, string> { ["mode"] = "broken" },
            Rollout = new RolloutSpec { DeadlineSeconds = 5 },
        }));

        var status = await Agent.StatusAsync(
            Id, s => s is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 } && s.Inventory.Count(e => e.Kind == "ConfigMap") == 1);
        Assert.Equal((2, 2, "r1"), (status.ObservedGeneration, status.FailedGeneration, status.RunningRelease));
        Assert.NotNull(status.Reason);
        Assert.Contains("generation 1 runs", status.Message, StringComparison.Ordinal);
        Assert.Contains(status.Conditions, condition => condition is { Type: "RolledBack", Status: "True" });
        Assert.Equal("registry.example/app:1", await ImageAsync());
        Assert.Equal(config, (await Cluster.OneAsync("v1", "ConfigMap", Id)).Name);

        // A newer generation is a new chance.
        await Agent.PutAsync(Plane.Component(Id, 3, spec => spec with { Release = "r3" }));
        Assert.Equal(3, (await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3)).RunningGeneration);
    }

    [Fact]
    public async Task What_has_nothing_to_go_back_to_is_degraded_until_a_better_generation_comes()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec.WithImage("registry.example/broken:1", "r1") with
        {
            Rollout = new RolloutSpec { DeadlineSeconds = 5 },
        }));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Degraded, 1);
        Assert.Contains("no earlier revision", status.Message, StringComparison.Ordinal);
        Assert.Equal(0, status.RunningGeneration);

        await Agent.PutAsync(Plane.Component(Id, 2));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
    }

    [Fact]
    public async Task A_wave_begins_when_the_one_before_is_healthy()
    {
        var spec = TestPlane.ManifestsOf(Workloads.Deployment("first"), Workloads.ConfigMap("second"));
        spec = spec with { Resources = [spec.Resources[0] with { Wave = 1 }, spec.Resources[1] with { Wave = 2 }] };
        await Agent.PutAsync(Plane.Sign(Plane.Metadata(Id, 1), spec));

        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        var available = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).Condition("Available")!.GetString("lastTransitionTime");
        var made = (await Cluster.OneAsync("v1", "ConfigMap", Id)).GetString("metadata", "creationTimestamp");
        Assert.True(string.CompareOrdinal(made, available) >= 0, $"{made} is not after {available}");
    }

    [Fact]
    public async Task A_wave_that_never_becomes_healthy_holds_the_next_one_back()
    {
        var spec = TestPlane.ManifestsOf(Workloads.Deployment("first", "registry.example/broken:1"), Workloads.ConfigMap("second"));
        spec = spec with
        {
            Resources = [spec.Resources[0], spec.Resources[1] with { Wave = 1 }],
            Rollout = new RolloutSpec { DeadlineSeconds = 5 },
        };
        await Agent.PutAsync(Plane.Sign(Plane.Metadata(Id, 1), spec));

        await Agent.PhaseAsync(Id, IntentPhase.Degraded, 1);

        Assert.Empty(await Cluster.OfIntentAsync("v1", "ConfigMap", Id));
    }

    [Fact]
    public async Task A_job_runs_once_even_when_somebody_deletes_it_afterwards()
    {
        await Agent.PutAsync(Plane.Manifests(Id, 1, Workloads.Job("once")));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
        Agent.Api.Forget();

        await Cluster.DeleteAsync(await Cluster.OneAsync("batch/v1", "Job", Id));
        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync("batch/v1", "Job", Id)).Count == 0);
        await LookAgainAsync();

        Assert.DoesNotContain(Agent.Api.Writes, call => call.Kind == "Job");
        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Contains(status.Inventory, entry => entry.Kind == "Job");
        Assert.Empty(status.Drift);
    }

    private async Task<string?> ImageAsync() =>
        (await Cluster.OneAsync("apps/v1", "Deployment", Id))
            .GetObjects("spec", "template", "spec", "containers").Single().GetString("image");
}
