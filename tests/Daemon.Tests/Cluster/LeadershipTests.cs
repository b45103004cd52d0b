using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Cluster;

public sealed class LeadershipTests(TestCluster cluster)
{
    [Fact]
    public async Task One_leads_the_other_stands_by_and_takes_over_when_the_first_dies()
    {
        const string Id = "leader-1";
        using var plane = new TestPlane();
        await using var first = await TestAgent.StartAsync(cluster, plane, $"pdp-{Id}");
        await Until.TrueAsync(() => first.Get<ILeadership>().IsLeader);
        await using var second = await TestAgent.StartAsync(cluster, plane, $"pdp-{Id}");
        await first.PutAsync(plane.Component(Id, 1));
        await first.PhaseAsync(Id, IntentPhase.Healthy, 1);

        // It has everything loaded, and writes nothing.
        await Until.TrueAsync(() => second.Journal.Find(Id)?.Status.Phase == IntentPhase.Healthy);
        Assert.False(second.Get<ILeadership>().IsLeader);
        await Assert.ThrowsAsync<IntakeUnavailableException>(() => second.Intake.AcceptAsync(plane.Component(Id, 2), TestContext.Current.CancellationToken));
        Assert.Empty(second.Api.Writes);

        await first.KillAsync();
        await cluster.DeleteAsync(await cluster.OneAsync("v1", "Service", Id));
        await Until.TrueAsync(() => second.Get<ILeadership>().IsLeader, TimeSpan.FromMinutes(1));
        await second.StatusAsync(Id, status => status is { Phase: IntentPhase.Healthy, Drift.Count: 1 });
        Assert.Single(await cluster.OfIntentAsync("v1", "Service", Id));
    }

    [Fact]
    public async Task A_leader_that_stops_gives_the_lease_back()
    {
        using var plane = new TestPlane();
        await using var first = await TestAgent.StartAsync(cluster, plane, "pdp-leader-2");
        await Until.TrueAsync(() => first.Get<ILeadership>().IsLeader);

        await first.DisposeAsync();

        var lease = await cluster.GetAsync("coordination.k8s.io/v1", "Lease", "pdp-leader-2", "pdp-agent");
        Assert.True(string.IsNullOrEmpty((string?)lease!["spec"]!["holderIdentity"]));
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_writing_and_leads_again_when_it_can()
    {
        const string Id = "leader-3";
        using var plane = new TestPlane();
        await using var agent = await TestAgent.StartAsync(cluster, plane, $"pdp-{Id}");
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        agent.Api.Before = call =>
        {
            if (call.Kind == "Lease") throw RecordingApi.Refusal(0, "Unreachable");
        };

        await Until.TrueAsync(() => !agent.Get<ILeadership>().IsLeader);
        agent.Api.Forget();
        await Assert.ThrowsAsync<IntakeUnavailableException>(() => agent.Intake.AcceptAsync(plane.Component(Id, 1), TestContext.Current.CancellationToken));
        Assert.Empty(agent.Api.Writes);

        agent.Api.Before = null;
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        await agent.PutAsync(plane.Component(Id, 1));
        await agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
    }
}
