using Pdp.Core.Health;
using Pdp.Core.Rollout;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

/// <summary>Steps that ask for a test of the new revision.</summary>
public sealed class TestedStepTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TestStatus _running = new("smoke", "api--test-a", RunOutcome.Running) { Pod = "api--test-a-1" };

    private static readonly RolloutSpec _spec = new(DeadlineSeconds: 60)
    {
        Strategy = RolloutStrategy.BlueGreen,
        Steps = [new RolloutStep { Test = "smoke" }],
        Tests = [new RolloutTestSpec(TimeoutSeconds: 100) { Name = "smoke", Image = "tests:1" }],
    };

    [Fact]
    public void It_is_waited_for_until_its_job_has_ended()
    {
        var begins = RolloutDecider.Decide(Facts(after: 5, null));
        Assert.Equal((RolloutOutcome.Continue, 1, _start.AddSeconds(135)), (begins.Outcome, begins.Rollout!.Step!.Value, begins.LookAgainAt));
        Assert.Equal("step 2 of 4, 0 % of the requests: test smoke begins", begins.Message);

        var runs = RolloutDecider.Decide(Facts(after: 6, _running, begins.Rollout));
        Assert.Equal((1, _running), (runs.Rollout!.Step!.Value, Assert.Single(runs.Rollout.Tests)));
        Assert.Equal("step 2 of 4, 0 % of the requests: test smoke runs as Job api--test-a", runs.Message);

        var passed = RolloutDecider.Decide(Facts(after: 7, _running with { Outcome = RunOutcome.Succeeded, ExitCode = 0 }, runs.Rollout));
        Assert.Equal((2, 100, RunOutcome.Succeeded), (passed.Rollout!.Step!.Value, passed.Rollout.Weight!.Value, Assert.Single(passed.Rollout.Tests).Outcome));
    }

    [Fact]
    public void One_that_fails_gives_the_rollout_up_and_says_where_its_last_lines_are()
    {
        var decision = RolloutDecider.Decide(Facts(after: 5, _running with { Outcome = RunOutcome.Failed, ExitCode = 3, Message = "BackoffLimitExceeded" }));

        Assert.Equal((RolloutOutcome.RollBack, FailureReason.JobFailed), (decision.Outcome, decision.Reason));
        Assert.Equal(
            "step 2 of 4, 0 % of the requests: test smoke failed: Job api--test-a ended with exit code 3; its last lines are in the log of container smoke of pod api--test-a-1; "
                + "generation 4 runs again",
            decision.Message);
        Assert.Equal(3, Assert.Single(decision.Rollout!.Tests).ExitCode);
    }

    [Fact]
    public void One_that_takes_too_long_says_what_was_in_its_way()
    {
        var stuck = RolloutDecider.Decide(Facts(after: 5, _running with { Message = "the image cannot be pulled" })).Rollout;

        var ended = RolloutDecider.Decide(Facts(after: 105, _running with { Outcome = RunOutcome.Failed, Pod = null, Message = "was active too long" }, stuck));
        Assert.StartsWith("step 2 of 4, 0 % of the requests: test smoke failed: Job api--test-a failed: was active too long (the image cannot be pulled);", ended.Message, StringComparison.Ordinal);

        Assert.Equal(RolloutOutcome.Continue, RolloutDecider.Decide(Facts(after: 134, _running, stuck)).Outcome);
        var left = RolloutDecider.Decide(Facts(after: 135, _running, stuck));
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.JobFailed), (left.Outcome, left.Reason));
        Assert.StartsWith("step 2 of 4, 0 % of the requests: test smoke did not end within 100 s", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_it_ended_stays_known_when_its_job_is_gone()
    {
        var passed = new RolloutStatus { Generation = 5, Step = 1, StartedAt = _start, Deadline = _start.AddSeconds(60), Tests = [_running with { Outcome = RunOutcome.Succeeded }] };

        Assert.Equal(2, RolloutDecider.Decide(Facts(after: 5, null, passed)).Rollout!.Step);
        Assert.Equal(1, RolloutDecider.Decide(Facts(after: 5, _running with { Job = "api--test-b" }, passed)).Rollout!.Step);
    }

    [Fact]
    public void It_counts_only_while_the_new_pods_are_healthy()
    {
        var decision = RolloutDecider.Decide(Facts(after: 5, _running with { Outcome = RunOutcome.Succeeded }) with
        {
            Health = new ObjectHealth(HealthState.Progressing, null, "0 of 1 pods are available"),
        });

        Assert.Equal((RolloutOutcome.Continue, 1), (decision.Outcome, decision.Rollout!.Step!.Value));
    }

    [Fact]
    public void A_promotion_passes_it_and_another_test_is_another_path()
    {
        var promoted = RolloutDecider.Decide(Facts(after: 5, _running) with { Spec = _spec with { Promote = "revisionab" } });

        Assert.Equal(2, promoted.Rollout!.Step);
        Assert.NotEqual(RolloutPath.Of(_spec).Hash, RolloutPath.Of(_spec with { Steps = [new RolloutStep { Test = "other" }] }).Hash);
    }

    private static RolloutFacts Facts(double after, TestStatus? test, RolloutStatus? rollout = null) => new()
    {
        Target = new RolloutTarget(5, false),
        Generation = 5,
        LastGood = new RevisionMark(4),
        Rollout = rollout ?? new RolloutStatus { Generation = 5, Step = 1, StartedAt = _start, Deadline = _start.AddSeconds(60) },
        Spec = _spec,
        Stage = new RolloutStage(RolloutPath.Of(_spec), 1, "revisionab", RolloutStrategy.BlueGreen, TrafficSplit.Service),
        Test = test,
        Applied = true,
        Health = new ObjectHealth(HealthState.Healthy),
        Now = _start.AddSeconds(after),
    };
}
