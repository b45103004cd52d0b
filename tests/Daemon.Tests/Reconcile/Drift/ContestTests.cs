using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Drift;

/// <summary>Another controller writes the same field again and again.</summary>
[Lasts(30)]
public sealed class ContestTests(TestCluster cluster) : AgentTest(cluster)
{
    private static readonly ContestOptions _terms = new()
    {
        PauseMin = TimeSpan.FromMilliseconds(400),
        PauseMax = TimeSpan.FromMilliseconds(800),
        Window = TimeSpan.FromSeconds(10),
    };

    public override async ValueTask InitializeAsync()
    {
        Agent = await StartAsync();
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }

    [Fact]
    public async Task A_fight_is_noticed_slowed_down_and_told_and_survives_a_restart()
    {
        await FightAsync(times: 3);

        var status = await Agent.StatusAsync(Id, s => s.Contests.Any(c => c.Repairs >= 3));
        var contest = Assert.Single(status.Contests);
        Assert.Equal(("Deployment", "spec.replicas", "other-controller"), (contest.Object.Kind, contest.Field, contest.Manager));
        var condition = Assert.Single(status.Conditions, c => c.Type == "Contested");
        Assert.Contains("other-controller writes spec.replicas of Deployment", condition.Message, StringComparison.Ordinal);
        Assert.True(Agent.Log.Contains("DriftContested"));
        await Until.TrueAsync(async () => await HasEventAsync("DriftContested"));

        await Agent.KillAsync();
        await Agent.DisposeAsync();
        Agent = await StartAsync();
        Assert.Equal(contest, Assert.Single((await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.Healthy)).Contests));

        // It is put back all the same, once it is due.
        await WriteAsync();
        var later = await Agent.StatusAsync(Id, s => s.Contests.Any(c => c.Repairs == 4));
        Assert.True(later.Contests[0].LastAt - contest.LastAt >= _terms.PauseMin, $"{contest} {later.Contests[0]}");
        Assert.Equal(1, (await DeploymentAsync()).GetInt64("spec", "replicas"));
    }

    [Fact]
    public async Task While_a_field_is_contested_others_are_put_back_at_once()
    {
        // With pauses that do not end before the test does.
        await Agent.KillAsync();
        Agent = await StartAsync(_terms with { PauseMin = TimeSpan.FromMinutes(10), PauseMax = TimeSpan.FromMinutes(10), Window = TimeSpan.FromHours(1) });
        await FightAsync(times: 3);

        await Cluster.ForceAsync(
            await DeploymentAsync(), """{"spec":{"replicas":7,"minReadySeconds":0},"metadata":{"labels":{"openchoreo.dev/project":"other"}}}""", "other-controller");

        var status = await Agent.StatusAsync(Id, s => s.Drift.Any(d => d.Fields is ["metadata.labels[\"openchoreo.dev/project\"]"]));
        Assert.Equal(3, status.Contests.Single(c => c.Field == "spec.replicas").Repairs);
        Assert.Equal(7, (await DeploymentAsync()).GetInt64("spec", "replicas"));
    }

    [Fact]
    public async Task It_ends_by_itself_when_the_other_stops()
    {
        await FightAsync(times: 3);
        await Agent.StatusAsync(Id, s => s.Conditions.Any(c => c.Type == "Contested"));

        var status = await Agent.StatusAsync(Id, s => s.Conditions.All(c => c.Type != "Contested"));

        Assert.Empty(status.Contests);
        Assert.True(Agent.Log.Contains("DriftSettled"));
    }

    [Fact]
    public async Task What_is_exempted_is_nobodys_contest()
    {
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with
        {
            Drift = new DriftSpec { Ignore = [new DriftExemption { Kind = "apps/Deployment", Fields = ["spec.replicas"] }] },
        }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        await Cluster.ForceAsync(await DeploymentAsync(), """{"spec":{"replicas":3}}""", "other-controller");
        await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Healthy, Rollout.Desired: 3 });

        // Neither a repair of something else nor a new release touches it.
        await Cluster.EditAsync(await DeploymentAsync(), """{"metadata":{"labels":{"openchoreo.dev/project":"other"}}}""");
        await Agent.StatusAsync(Id, s => s.Drift.Count > 0);
        await Agent.PutAsync(Plane.Component(Id, 3, spec => spec.WithImage("registry.example/app:2", "r2") with
        {
            Drift = new DriftSpec { Ignore = [new DriftExemption { Kind = "apps/Deployment", Fields = ["spec.replicas"] }] },
        }));
        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);

        Assert.Equal(3, (await DeploymentAsync()).GetInt64("spec", "replicas"));
        Assert.DoesNotContain(status.Drift, drift => drift.Fields.Contains("spec.replicas"));
    }

    private async Task<TestAgent> StartAsync(ContestOptions? terms = null)
    {
        var agent = await TestAgent.StartAsync(Cluster, Plane, Namespace, options => options.WithContest(_ => terms ?? _terms));
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        return agent;
    }

    private async Task FightAsync(int times)
    {
        for (var i = 1; i <= times; i++)
        {
            await WriteAsync();
            await Agent.StatusAsync(Id, s => s.Contests.Any(c => c.Repairs == i));
        }
    }

    private async Task WriteAsync() => await Cluster.ForceAsync(await DeploymentAsync(), """{"spec":{"replicas":7}}""", "other-controller");

    private Task<System.Text.Json.Nodes.JsonObject> DeploymentAsync() => Cluster.OneAsync("apps/v1", "Deployment", Id);

    private async Task<bool> HasEventAsync(string reason)
    {
        var events = await Cluster.Admin.ListAsync(new("", "v1", "Event"), new() { Namespace = Namespace }, Ct).ToListAsync(Ct);
        return events.Any(e => e.GetString("reason") == reason && e.GetString("involvedObject", "name") == Id);
    }
}
