using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Steps;

public sealed class BlueGreenTests(TestCluster cluster) : StepsTest(cluster)
{
    private static readonly RolloutSpec _tested = new(DeadlineSeconds: 30, ScaleDownDelaySeconds: 1)
    {
        Strategy = RolloutStrategy.BlueGreen,
        Steps = [new RolloutStep { Approval = "tested" }],
    };

    private static readonly RolloutSpec _plain = _tested with { Steps = [] };

    [Fact]
    public async Task A_first_release_takes_no_steps()
    {
        await FirstAsync(_tested);

        Assert.Equal("app:1 4", await PodsAsync());
        Assert.Equal("app:1", await LeadsToAsync());
        Assert.Null(Agent.Journal.Find(Id)!.Status.Rollout!.Step);
    }

    [Fact]
    public async Task Nobody_is_led_to_the_new_pods_until_what_was_asked_for_is_there_and_the_old_ones_go_last()
    {
        await FirstAsync(_tested);
        await PutAsync(2, "app:2", _tested);
        var status = await StandsAsync(1);

        Assert.Equal("app:1 4, app:2 4", await PodsAsync());
        Assert.Equal("app:1", await LeadsToAsync());
        Assert.Equal("app:2", await LeadsToAsync($"{Id}--preview"));
        Assert.Equal((IntentPhase.Progressing, 1, 0, TrafficSplit.Service), (status.Phase, status.RunningGeneration, status.Rollout!.Weight, status.Rollout.SplitBy));
        Assert.Contains($"waits for the approval tested of revision {status.Rollout.Revision}", status.Message, StringComparison.Ordinal);

        await PutAsync(3, "app:2", _tested with { Approvals = [new RolloutApproval { Name = "tested", Revision = "aaaaaaaaaa" }] });
        await StandsAsync(1, 3);
        Assert.Equal("app:1", await LeadsToAsync());

        await PutAsync(4, "app:2", _tested with { Approvals = [new RolloutApproval { Name = "tested", Revision = status.Rollout.Revision! }] });
        status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 4);
        Assert.Equal("app:2", await LeadsToAsync());
        Assert.Equal(4, status.RunningGeneration);
        await QuietAsync();
        Assert.Equal("app:2 4", await PodsAsync());
        Assert.Equal("none", await LeadsToAsync($"{Id}--preview"));
        Assert.Single(await Cluster.OfIntentAsync("v1", "ConfigMap", Id));
        Assert.Empty(status.Drift);
    }

    [Fact]
    public async Task What_does_not_become_healthy_leaves_the_running_revision_to_the_byte_as_it_was()
    {
        await FirstAsync(_plain);
        var before = await ObjectsAsync();

        await PutAsync(2, "broken:2", _plain with { DeadlineSeconds = 5 });
        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(e => e.Kind == "Deployment") == 1);

        Assert.Equal((1, 2), (status.RunningGeneration, status.FailedGeneration));
        Assert.Contains("step 1 of 3, 0 % of the requests", status.Message, StringComparison.Ordinal);
        await QuietAsync();
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task A_switch_is_taken_back_by_what_is_found_after_it()
    {
        var checkedAfter = _plain with
        {
            ScaleDownDelaySeconds = 1,
            Steps = [new RolloutStep { Weight = 100 }, new RolloutStep { Analysis = ["errors"] }],
            Analysis = [new AnalysisSpec(Count: 2, IntervalSeconds: 1) { Name = "errors", Query = "errors", Max = 0.5 }],
        };
        await FirstAsync(checkedAfter);
        var before = await ObjectsAsync();
        var switched = "";
        Measured.Value = _ => 0.75;
        Measured.Before = async () => switched = await LeadsToAsync();

        await PutAsync(2, "app:2", checkedAfter);
        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(e => e.Kind == "Deployment") == 1);

        Assert.Equal("app:2", switched);
        Assert.Equal(FailureReason.AnalysisFailed, status.Reason);
        Assert.Contains("measured 0.75, has to be at most 0.5", status.Message, StringComparison.Ordinal);
        await QuietAsync();
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task What_was_led_to_outlives_what_led_to_it()
    {
        var slow = _plain with
        {
            ScaleDownDelaySeconds = 3600,
            Steps = [new RolloutStep { Analysis = ["errors"] }],
            Analysis = [new AnalysisSpec(IntervalSeconds: 1) { Name = "errors", Query = "errors", Max = 0.5 }],
        };
        await FirstAsync(slow);
        Measured.Value = _ => 1;

        await PutAsync(2, "app:2", slow);
        await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && s.Conditions.Any(c => c is { Type: "Applied", Status: "True" }));
        await QuietAsync();

        Assert.Equal(("app:1 4, app:2 4", "app:1", "app:2"), (await PodsAsync(), await LeadsToAsync(), await LeadsToAsync($"{Id}--preview")));
    }

    [Fact]
    public async Task A_change_that_leaves_the_pods_alone_is_applied_at_once()
    {
        await FirstAsync(_tested);

        await PutAsync(2, "app:1", _tested, spec => spec with { Replicas = 2 });
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);

        Assert.Equal("app:1 2", await PodsAsync());
    }

    [Fact]
    public async Task From_and_to_a_rolling_rollout_nothing_is_in_between()
    {
        await FirstAsync(new RolloutSpec(DeadlineSeconds: 30));
        await PutAsync(2, "app:2", _tested);
        var status = await StandsAsync(1);
        Assert.Equal("app:1", await LeadsToAsync());

        await PutAsync(3, "app:2", _tested with { Promote = status.Rollout!.Revision });
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        await QuietAsync();
        Assert.Equal(("app:2 4", "app:2"), (await PodsAsync(), await LeadsToAsync()));

        await PutAsync(4, "app:3", new RolloutSpec(DeadlineSeconds: 30));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 4);
        await QuietAsync();
        Assert.Equal(("app:3 4", "all"), (await PodsAsync(), await LeadsToAsync()));
    }

    [Fact]
    public async Task A_newer_release_overtakes_one_that_waits()
    {
        await FirstAsync(_tested);
        await PutAsync(2, "app:2", _tested);
        await StandsAsync(1);

        await PutAsync(3, "app:3", _tested);
        await StandsAsync(1, 3);
        await QuietAsync();

        Assert.Equal(("app:1 4, app:3 4", "app:1"), (await PodsAsync(), await LeadsToAsync()));
    }

    [Fact]
    public async Task An_abort_goes_back()
    {
        await FirstAsync(_tested);
        var before = await ObjectsAsync();
        await PutAsync(2, "app:2", _tested);
        var revision = (await StandsAsync(1)).Rollout!.Revision!;

        await PutAsync(3, "app:2", _tested with { Abort = revision, AutoRollback = false });
        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.RolledBack && s.Inventory.Count(e => e.Kind == "Deployment") == 1);

        Assert.Equal(FailureReason.RolloutAborted, status.Reason);
        await QuietAsync();
        Assert.Equal(before, await ObjectsAsync());
    }
}
