using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Steps;

/// <summary>A blue-green rollout that switches over once a Job has tried the new revision.</summary>
public sealed class TestedSwitchTests(TestCluster cluster) : StepsTest(cluster)
{
    private static readonly RolloutSpec _tested = new(DeadlineSeconds: 30, ScaleDownDelaySeconds: 1)
    {
        Strategy = RolloutStrategy.BlueGreen,
        Steps = [new RolloutStep { Test = "smoke" }, new RolloutStep { Approval = "looked-at" }],
        Tests = [new RolloutTestSpec { Name = "smoke", Image = "registry.example/tests:1", Files = [new FileMount { Path = "/etc/cases.txt", Value = "one" }] }],
    };

    // Its image is one that never starts.
    private static readonly RolloutSpec _stuck = _tested with
    {
        Tests = [new RolloutTestSpec(TimeoutSeconds: 2) { Name = "smoke", Image = "registry.example/broken:1" }],
    };

    [Fact]
    public async Task It_is_tried_behind_its_own_service_before_anybody_is_led_to_it_and_nothing_of_the_test_is_left()
    {
        await using var seen = await SeenJobs.StartAsync(Cluster, Id);
        await FirstAsync(_tested);
        Assert.Equal(0, seen.Count);

        await PutAsync(2, "app:2", _tested);
        var status = await StandsAsync(2);
        var test = Assert.Single(status.Rollout!.Tests);
        var job = await Cluster.OneAsync("batch/v1", "Job", Id);
        Assert.Equal(("smoke", job.Name, RunOutcome.Succeeded), (test.Name, test.Job, test.Outcome));
        Assert.Equal(("app:1", "app:2"), (await LeadsToAsync(), await LeadsToAsync($"{Id}--preview")));
        var container = job.GetObjects("spec", "template", "spec", "containers").Single();
        Assert.Equal($"http://{Id}--preview.{Place}.svc.cluster.local:8080", Variable(container, "PREVIEW_URL"));
        Assert.Equal($"{Id}--preview.{Place}.svc.cluster.local:8080", Variable(container, "PREVIEW_ADDRESS"));

        // One that ended well is not run again because somebody cleared it away.
        await Cluster.DeleteAsync(job);
        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync("batch/v1", "Job", Id)).Count == 0);
        await LookAgainAsync();
        await PutAsync(3, "app:2", _tested with { Approvals = [new RolloutApproval { Name = "looked-at", Revision = status.Rollout.Revision! }] });
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        await QuietAsync();

        Assert.Equal(("app:2 4", "app:2", 1), (await PodsAsync(), await LeadsToAsync(), seen.Count));
        status = Agent.Journal.Find(Id)!.Status;
        Assert.Empty(status.Drift);
        Assert.DoesNotContain(status.Inventory, entry => entry.Kind == "Job" || entry.Name.Contains("--files-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_end_in_time_leaves_the_running_revision_as_it_was_and_says_what_was_in_its_way()
    {
        await FirstAsync(_stuck);
        var before = await ObjectsAsync();

        await PutAsync(2, "app:2", _stuck);
        var status = await BackAsync(2);

        Assert.Equal((1L, 2L, FailureReason.JobFailed), (status.RunningGeneration, status.FailedGeneration, status.Reason));
        Assert.Matches("step 2 of 5, 0 % of the requests: test smoke failed: Job .*--test-.* failed: .*image of container smoke cannot be pulled", status.Message);
        Assert.Equal(RunOutcome.Failed, Assert.Single(status.Rollout!.Tests).Outcome);
        await QuietAsync();
        Assert.Equal(before, await ObjectsAsync());
        Assert.Empty(await Cluster.OfIntentAsync("batch/v1", "Job", Id));
    }

    [Fact]
    public async Task Whoever_asks_is_told_which_steps_and_tests_are_still_to_come()
    {
        var rollout = _tested with { Steps = [new RolloutStep { Approval = "looked-at" }, new RolloutStep { Test = "smoke" }] };
        await FirstAsync(rollout);
        await PutAsync(2, "app:2", rollout);
        await StandsAsync(1);

        var answer = await Agent.Get<IAnswerAsk>().AnswerAsync(new AskFrame("q", AskKind.Plan, Id), TestContext.Current.CancellationToken);

        var plan = JsonNode.Parse(answer.Result!.Value.GetRawText())!;
        Assert.Matches("^rolled out by steps: .*approval looked-at, test smoke, .*; 1 of 5 are done$", (string?)plan["rollout"]);
        Assert.Equal("""[{"name":"smoke","step":3,"steps":5}]""", plan["tests"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_revision_put_again_is_tried_again()
    {
        await using var seen = await SeenJobs.StartAsync(Cluster, Id);
        await FirstAsync(_stuck);
        await PutAsync(2, "app:2", _stuck);
        await BackAsync(2);

        await PutAsync(3, "app:2", _stuck);
        await BackAsync(3);

        Assert.Equal(2, seen.Count);
    }

    private Task<IntentStatus> BackAsync(long generation) => Agent.StatusAsync(
        Id, s => s.Phase == IntentPhase.RolledBack && s.FailedGeneration == generation && s.Inventory.Count(e => e.Kind == "Deployment") == 1);

    private static string? Variable(JsonObject container, string name) =>
        container.GetObjects("env").Single(variable => variable.GetString("name") == name).GetString("value");
}
