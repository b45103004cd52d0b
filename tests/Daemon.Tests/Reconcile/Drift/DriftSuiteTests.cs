using System.Text.Json.Nodes;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Drift;

/// <summary>Every managed kind, edited, deleted and taken over: what the intent says is put back, and told with who wrote it.</summary>
[Lasts(50)]
public sealed class DriftSuiteTests(TestCluster cluster) : AgentTest(cluster)
{
    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, ManagedKind.All.Count)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var rules = PolicyRules.Default with { Routes = new RouteRules { Hosts = ["shop.example"] } };
        Agent.Get<CurrentPolicy>().Replace(new CustomerPolicy(rules, []));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_edit_is_put_back_and_its_writer_told(int kind)
    {
        var (managed, live) = await DeployAsync(kind);

        await Cluster.EditAsync(live, managed.Edit);

        var drift = await RepairedAsync(managed);
        Assert.Equal([managed.Path], drift.Fields);
        Assert.Equal([new FieldWriter(managed.Path, "kubectl-edit")], drift.Writers);
        Assert.Equal(live.Uid, (await LiveAsync(managed)).Uid);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_another_manager_takes_by_force_is_taken_back(int kind)
    {
        var (managed, live) = await DeployAsync(kind);

        await Cluster.ForceAsync(live, managed.Edit, "other-controller");

        var drift = await RepairedAsync(managed);
        Assert.Equal([new FieldWriter(managed.Path, "other-controller")], drift.Writers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_label_of_the_agents_that_was_taken_off_is_put_back(int kind)
    {
        var (managed, live) = await DeployAsync(kind);

        await Cluster.EditAsync(live, """{"metadata":{"labels":{"pdp.dev/intent":null,"app.kubernetes.io/managed-by":null}}}""");

        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync(managed.ApiVersion, managed.Kind, Id)).Count == 1);
        Assert.Equal(live.Uid, (await LiveAsync(managed)).Uid);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_deleted_is_made_again(int kind)
    {
        var (managed, live) = await DeployAsync(kind);

        await Cluster.DeleteAsync(live);

        // A Job runs once: that it is gone is no drift.
        if (managed.Kind == "Job")
        {
            await LookAgainAsync();
            Assert.DoesNotContain(Agent.Journal.Find(Id)!.Status.Drift, drift => drift.Object.Kind == "Job");
            return;
        }
        var told = await RepairedAsync(managed);
        Assert.Empty(told.Fields);
        Assert.NotEqual(live.Uid, (await LiveAsync(managed)).Uid);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_others_add_is_left_alone(int kind)
    {
        var (managed, live) = await DeployAsync(kind);
        Agent.Api.Forget();

        await Cluster.EditAsync(live, """{"metadata":{"annotations":{"example.com/added":"1"},"labels":{"example.com/added":"1"}}}""");
        await LookAgainAsync();

        Assert.DoesNotContain(Agent.Api.Writes, write => write.Kind == managed.Kind);
        Assert.Empty(Agent.Journal.Find(Id)!.Status.Drift);
        Assert.Equal("1", (await LiveAsync(managed)).Label("example.com/added"));
    }

    private async Task<(ManagedKind Managed, JsonObject Live)> DeployAsync(int kind)
    {
        var managed = ManagedKind.All[kind];
        await Agent.PutAsync(Plane.Manifests(Id, 1, managed.Manifest("subject")));
        await Agent.StatusAsync(Id, status => status.Conditions.Any(c => c is { Type: "Applied", Status: "True" }) && (managed.Kind != "Job" || status.Phase == IntentPhase.Healthy));
        await QuietAsync();
        return (managed, await LiveAsync(managed));
    }

    private async Task<DriftRecord> RepairedAsync(ManagedKind managed)
    {
        var status = await Agent.StatusAsync(Id, status => status.Drift.Any(drift => drift.Object.Kind == managed.Kind));
        await QuietAsync();
        var live = await LiveAsync(managed);
        Assert.True(JsonNode.DeepEquals(Said(managed.Manifest("subject"), managed.Path), Said(live, managed.Path)));
        return status.Drift.First(drift => drift.Object.Kind == managed.Kind);
    }

    // Where the edit was made, the object says again what the manifest does.
    private static JsonNode? Said(JsonNode? node, string path)
    {
        foreach (var member in path.Split('.')) node = node?[member];
        return node;
    }

    private Task<JsonObject> LiveAsync(ManagedKind managed) => Cluster.OneAsync(managed.ApiVersion, managed.Kind, Id);
}
