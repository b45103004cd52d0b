using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Steps;

public sealed class CanaryTests(TestCluster cluster) : StepsTest(cluster)
{
    private static readonly RolloutSpec _canary = new(DeadlineSeconds: 30, ScaleDownDelaySeconds: 0)
    {
        Strategy = RolloutStrategy.Canary,
        Steps =
        [
            new RolloutStep { Weight = 25 }, new RolloutStep { Analysis = ["errors", "latency"] },
            new RolloutStep { Weight = 75 }, new RolloutStep { Approval = "more" },
        ],
        Analysis =
        [
            new AnalysisSpec(Count: 2, IntervalSeconds: 1) { Name = "errors", Query = "errors", Max = 0.1 },
            new AnalysisSpec(InconclusiveLimit: 2, IntervalSeconds: 1) { Name = "latency", Query = "latency", Max = 0.3, FailureLimit = 1 },
        ],
    };

    [Fact]
    public async Task Without_a_route_the_numbers_of_pods_share_the_requests_out()
    {
        Measured.Value = name => name == "errors" ? 0.05 : null;
        await FirstAsync(_canary);
        await PutAsync(2, "app:2", _canary);

        var status = await Agent.StatusAsync(Id, s => s.Rollout?.Analysis.Any(a => a is { Name: "errors", Held: 2 }) == true);
        Assert.Equal((1, 25, TrafficSplit.Replicas), (status.Rollout!.Step, status.Rollout.Weight, status.Rollout.SplitBy));
        Assert.Equal(("app:1 3, app:2 1", "all"), (await PodsAsync(), await LeadsToAsync()));
        Assert.Contains("25 % of the requests by replicas", status.Message, StringComparison.Ordinal);

        Measured.Value = _ => 0.05;
        status = await StandsAsync(3);
        Assert.Equal(("app:1 1, app:2 3", "all"), (await PodsAsync(), await LeadsToAsync()));
        Assert.All(Measured.Asked, asked => Assert.Equal((Place, Id, status.Rollout!.Revision), (asked.Subject.Namespace, asked.Subject.Component, asked.Subject.Revision)));

        await PutAsync(3, "app:2", _canary with { Approvals = [new RolloutApproval { Name = "more", Revision = status.Rollout!.Revision! }] });
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        await QuietAsync();
        Assert.Equal(("app:2 4", "app:2"), (await PodsAsync(), await LeadsToAsync()));
    }

    [Fact]
    public async Task A_measurement_that_does_not_hold_gives_it_up()
    {
        await FirstAsync(_canary);
        var before = await ObjectsAsync();
        Measured.Value = name => name == "errors" ? 0.2 : 0.1;

        await PutAsync(2, "app:2", _canary);
        var status = await BackAsync();

        Assert.Equal(FailureReason.AnalysisFailed, status.Reason);
        Assert.Contains("analysis errors measured 0.2, has to be at most 0.1", status.Message, StringComparison.Ordinal);
        await QuietAsync();
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task What_cannot_be_measured_never_holds()
    {
        await FirstAsync(_canary);
        Measured.Value = name => name == "errors" ? 0 : null;

        await PutAsync(2, "app:2", _canary);
        var status = await BackAsync();

        Assert.Equal(FailureReason.AnalysisFailed, status.Reason);
        Assert.Contains("latency told nothing (away): 0 held, 0 failed, 3 inconclusive", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_agent_goes_on_where_the_last_one_was()
    {
        await FirstAsync(_canary);
        await PutAsync(2, "app:2", _canary);
        await StandsAsync(3);
        var asked = Measured.Asked.Count;
        await Agent.KillAsync();
        await Agent.DisposeAsync();

        Agent = await StartAsync();
        var status = await StandsAsync(3);
        await QuietAsync();

        Assert.Equal(75, status.Rollout!.Weight);
        Assert.Equal(asked, Measured.Asked.Count);
        Assert.Equal("app:1 1, app:2 3", await PodsAsync());
    }

    private Task<IntentStatus> BackAsync() =>
        Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(e => e.Kind == "Deployment") == 1);
}
