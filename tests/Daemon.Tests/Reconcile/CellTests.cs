using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>The policy that all components of a project share: two of them have it together.</summary>
public sealed class CellTests(TestCluster cluster) : AgentTest(cluster)
{
    private const string Shared = "cell--default-deny";

    private string Other => $"{Id}-other";

    [Fact]
    public async Task It_stays_as_long_as_one_of_them_and_goes_with_the_namespace()
    {
        await BothAsync();
        var space = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).Namespace!;

        await Agent.Intake.RemoveAsync(Plane.Removal(Other, 2), Ct);
        await Until.TrueAsync(() => Agent.Journal.Find(Other) is null, TimeSpan.FromMinutes(1));
        Assert.NotNull(await SharedAsync(space));

        await Agent.Intake.RemoveAsync(Plane.Removal(Id, 2), Ct);
        await Until.TrueAsync(async () => await Cluster.GetAsync("v1", "Namespace", null, space) is null, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Deleted_by_hand_it_is_made_again()
    {
        await BothAsync();
        var space = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).Namespace!;

        await Cluster.DeleteAsync((await SharedAsync(space))!);

        await Until.TrueAsync(async () => await SharedAsync(space) is not null, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task It_goes_when_the_customer_wants_nobody_kept_apart()
    {
        await BothAsync();
        var space = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).Namespace!;

        Agent.Get<CurrentPolicy>().Replace(new CustomerPolicy(
            PolicyRules.Default with { Network = new NetworkRules { Isolation = NetworkIsolation.None } }, []));
        foreach (var id in (string[])[Id, Other]) Agent.Get<ReconcileQueue>().Wake(id);

        await Until.TrueAsync(async () => await SharedAsync(space) is null, TimeSpan.FromMinutes(1));
        // The other one may have taken the shared policy away first.
        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync("networking.k8s.io/v1", "NetworkPolicy", Id)).Count == 0, TimeSpan.FromMinutes(1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
    }

    private async Task BothAsync()
    {
        foreach (var id in (string[])[Id, Other])
            await Agent.PutAsync(Plane.Sign(Plane.Metadata(id, 1) with { Component = id, Project = Id }, TestPlane.Spec()));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Agent.PhaseAsync(Other, IntentPhase.Healthy, 1);
    }

    private Task<System.Text.Json.Nodes.JsonObject?> SharedAsync(string space) =>
        Cluster.GetAsync("networking.k8s.io/v1", "NetworkPolicy", space, Shared);
}
