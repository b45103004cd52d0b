using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Operations;

public sealed class RestartTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task Another_token_is_an_ordinary_rollout_of_the_same_release()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var before = await PodsAsync();

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { Restart = "2026-11-21T20:00:00Z" }));
        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);

        Assert.Equal("r1", status.RunningRelease);
        var deployment = await Cluster.OneAsync("apps/v1", "Deployment", Id);
        Assert.Equal("2026-11-21T20:00:00Z", deployment.GetString("spec", "template", "metadata", "annotations", "pdp.dev/restart"));
        await Until.TrueAsync(async () => !(await PodsAsync()).Intersect(before).Any());
    }

    [Fact]
    public async Task Given_workloads_restart_too_and_nothing_else_does()
    {
        await Agent.PutAsync(Plane.Manifests(Id, 1, Workloads.Deployment("app"), Workloads.ConfigMap("settings"), Workloads.Job("once")));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var before = await PodsAsync();

        await Agent.PutAsync(Plane.Sign(
            Plane.Metadata(Id, 2),
            TestPlane.ManifestsOf(Workloads.Deployment("app"), Workloads.ConfigMap("settings"), Workloads.Job("once")) with { Restart = "again" }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);

        await Until.TrueAsync(async () => !(await PodsAsync()).Intersect(before).Any());
        Assert.Null((await Cluster.OneAsync("batch/v1", "Job", Id)).GetString("spec", "template", "metadata", "annotations", "pdp.dev/restart"));
    }

    private async Task<List<string>> PodsAsync() =>
    [
        .. (await Cluster.OfIntentAsync("v1", "Pod", Id))
            .Where(pod => pod.GetString("status", "phase") is not ("Succeeded" or "Failed"))
            .Select((JsonObject pod) => pod.Uid!),
    ];
}
