using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

public sealed class DriftTests(TestCluster cluster) : AgentTest(cluster)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
        Agent.Api.Forget();
    }

    [Fact]
    public async Task An_edit_is_put_back_and_told()
    {
        var deployment = await Cluster.OneAsync("apps/v1", "Deployment", Id);

        await Cluster.EditAsync(deployment, """{"spec":{"replicas":5}}""");

        var status = await Agent.StatusAsync(Id, s => s.Drift.Count > 0 && s.Phase == IntentPhase.Healthy);
        var drift = Assert.Single(status.Drift);
        Assert.Equal(("Deployment", Id), (drift.Object.Kind, drift.Object.Name));
        Assert.Equal(["spec.replicas"], drift.Fields);
        Assert.Equal([new FieldWriter("spec.replicas", "kubectl-edit")], drift.Writers);
        Assert.Equal(1, (await Cluster.OneAsync("apps/v1", "Deployment", Id)).GetInt64("spec", "replicas"));
        await Until.TrueAsync(async () => await HasEventAsync("DriftRepaired"));
        Assert.True(Agent.Log.Contains("DriftRepaired"));
        Assert.Equal(["Deployment"], Agent.Api.Writes.Where(call => call.Kind != "Intent").Select(call => call.Kind).Distinct());
    }

    [Theory]
    [InlineData("v1", "Service")]
    [InlineData("v1", "ConfigMap")]
    [InlineData("v1", "ServiceAccount")]
    [InlineData("apps/v1", "Deployment")]
    public async Task What_is_deleted_is_made_again_and_told(string apiVersion, string kind)
    {
        var before = await Cluster.OneAsync(apiVersion, kind, Id);

        await Cluster.DeleteAsync(before);

        var status = await Agent.StatusAsync(Id, s => s.Drift.Count > 0 && s.Phase == IntentPhase.Healthy);
        Assert.Equal((kind, before.Name), (status.Drift[0].Object.Kind, status.Drift[0].Object.Name));
        Assert.Empty(status.Drift[0].Fields);
        Assert.NotEqual(before.Uid, (await Cluster.OneAsync(apiVersion, kind, Id)).Uid);
    }

    [Fact]
    public async Task A_label_that_was_taken_off_is_put_back()
    {
        var service = await Cluster.OneAsync("v1", "Service", Id);

        await Cluster.EditAsync(service, """{"metadata":{"labels":{"pdp.dev/intent":null}}}""");

        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync("v1", "Service", Id)).Count == 1);
        Assert.Equal(service.Uid, (await Cluster.OneAsync("v1", "Service", Id)).Uid);
    }

    [Fact]
    public async Task What_others_add_is_none_of_the_agents_business()
    {
        var service = await Cluster.OneAsync("v1", "Service", Id);

        await Cluster.EditAsync(service, """{"metadata":{"annotations":{"example.com/note":"mine"}}}""");
        await LookAgainAsync();

        Assert.Empty(Agent.Api.Writes);
        Assert.Empty(Agent.Journal.Find(Id)!.Status.Drift);
    }

    private async Task<bool> HasEventAsync(string reason)
    {
        var events = await Cluster.Admin.ListAsync(new("", "v1", "Event"), new() { Namespace = Namespace }, Ct).ToListAsync(Ct);
        return events.Any(e => e.GetString("reason") == reason && e.GetString("involvedObject", "name") == Id);
    }
}
