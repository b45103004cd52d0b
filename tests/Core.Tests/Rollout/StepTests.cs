using Pdp.Core.Analysis;
using Pdp.Core.Health;
using Pdp.Core.Rollout;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class StepTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ObjectHealth _healthy = new(HealthState.Healthy);
    private static readonly ObjectHealth _starting = new(HealthState.Progressing, null, "0 of 1 pods are available");

    private static readonly RolloutSpec _spec = new(DeadlineSeconds: 60, ScaleDownDelaySeconds: 30)
    {
        Strategy = RolloutStrategy.Canary,
        Steps =
        [
            new RolloutStep { Weight = 10 }, new RolloutStep { PauseSeconds = 300 },
            new RolloutStep { Analysis = ["errors"] }, new RolloutStep { Approval = "go" }, new RolloutStep { Weight = 50 },
        ],
        Analysis = [new AnalysisSpec(Count: 2, IntervalSeconds: 10, InconclusiveLimit: 1) { Name = "errors", Query = "errors", Max = 1 }],
    };

    [Fact]
    public void The_switch_and_the_time_the_revision_before_stays_are_implied()
    {
        var path = RolloutPath.Of(_spec);

        Assert.Equal((7, 5), (path.Steps.Count, path.Switch));
        Assert.Equal([10, 10, 10, 10, 50, 100, 100, 100], Enumerable.Range(0, 8).Select(path.WeightAt));
        Assert.Equal([0, 0, 100, 100], Enumerable.Range(0, 4).Select(RolloutPath.Of(_spec with
        {
            Strategy = RolloutStrategy.BlueGreen,
            Steps = [new RolloutStep { Approval = "go" }],
        }).WeightAt));
        Assert.NotEqual(path.Hash, RolloutPath.Of(_spec with { ScaleDownDelaySeconds = 31 }).Hash);
    }

    [Fact]
    public void A_weight_is_done_once_its_pods_are_healthy_and_the_next_step_has_the_deadline_anew()
    {
        var facts = Facts(0, after: 50);

        Assert.Equal(0, Next(facts with { Health = _starting }).Step);
        var next = Next(facts);
        Assert.Equal((1, 10, null, _start.AddSeconds(110)), (next.Step!.Value, next.Weight!.Value, next.ReadySince, next.Deadline));
    }

    [Fact]
    public void A_pause_counts_from_when_its_pods_are_healthy_and_not_by_the_deadline()
    {
        var waits = RolloutDecider.Decide(Facts(1, after: 50));
        Assert.Equal((1, _start.AddSeconds(350)), (waits.Rollout!.Step!.Value, waits.LookAgainAt));
        var rollout = waits.Rollout;

        Assert.Equal(1, Next(Facts(1, after: 349, rollout)).Step);
        Assert.Equal(2, Next(Facts(1, after: 350, rollout)).Step);
    }

    [Fact]
    public void What_stops_being_healthy_has_the_deadline_again_and_then_goes_back()
    {
        var rollout = Next(Facts(1, after: 50));

        var lost = RolloutDecider.Decide(Facts(1, after: 200, rollout) with { Health = _starting });
        Assert.Equal((RolloutOutcome.Continue, null, _start.AddSeconds(260)), (lost.Outcome, lost.Rollout!.ReadySince, lost.Rollout.Deadline));
        var late = RolloutDecider.Decide(Facts(1, after: 260, lost.Rollout) with { Health = _starting });
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.DeadlineExceeded), (late.Outcome, late.Reason));
    }

    [Theory]
    [InlineData(new[] { 0.5, 1.0 }, RolloutOutcome.Continue, 3)]
    [InlineData(new[] { 0.5, 1.1 }, RolloutOutcome.RollBack, 2)]
    [InlineData(new[] { double.NaN, 0.5, 0.5 }, RolloutOutcome.Continue, 3)]
    [InlineData(new[] { double.NaN, 0.5, double.NaN }, RolloutOutcome.RollBack, 2)]
    public void An_analysis_holds_when_enough_measurements_do_and_none_that_tells_nothing_counts_as_one(double[] values, RolloutOutcome outcome, int step)
    {
        var rollout = Next(Facts(2, after: 1));
        RolloutDecision? decision = null;
        foreach (var (i, value) in values.Index())
        {
            var measured = new Measurement("errors", double.IsNaN(value) ? null : value, "away");
            decision = RolloutDecider.Decide(Facts(2, after: 2 + (10 * i), rollout) with { Measurements = [measured] });
            rollout = decision.Rollout!;
        }

        Assert.Equal((outcome, step), (decision!.Outcome, rollout.Step!.Value));
        if (outcome == RolloutOutcome.RollBack) Assert.Equal(FailureReason.AnalysisFailed, decision.Reason);
    }

    [Fact]
    public void An_analysis_is_measured_at_its_interval_and_no_more_once_it_is_over()
    {
        var analysis = _spec.Analysis[0];
        var rollout = new RolloutStatus { ReadySince = _start };
        Assert.Equal(_start, AnalysisJudge.NextAt(analysis, rollout));
        Assert.Equal(_start.AddSeconds(7), AnalysisJudge.NextAt(analysis with { InitialDelaySeconds = 7 }, rollout));

        Assert.Equal(_start.AddSeconds(10), AnalysisJudge.NextAt(analysis, rollout with { Analysis = [new("errors", 1, 0, 0, _start)] }));
        Assert.Null(AnalysisJudge.NextAt(analysis, rollout with { Analysis = [new("errors", 2, 0, 0, _start)] }));
        Assert.Null(AnalysisJudge.NextAt(analysis, rollout with { Analysis = [new("errors", 0, 1, 0, _start)] }));
    }

    [Fact]
    public void An_approval_promotion_and_abort_count_for_the_revision_they_name_alone()
    {
        var facts = Facts(3, after: 1);
        var other = new RolloutApproval { Name = "go", Revision = "otherother" };
        var own = other with { Revision = "revisionab" };

        Assert.Equal(3, Next(facts).Step);
        Assert.Equal(3, Next(facts with { Spec = _spec with { Approvals = [other, own with { Name = "else" }], Promote = "otherother", Abort = "otherother" } }).Step);
        Assert.Equal(4, Next(facts with { Spec = _spec with { Approvals = [own] } }).Step);
        Assert.Equal(5, Next(facts with { Spec = _spec with { Promote = "revisionab" } }).Step);
        var aborted = RolloutDecider.Decide(facts with { Spec = _spec with { Abort = "revisionab", AutoRollback = false } });
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.RolloutAborted), (aborted.Outcome, aborted.Reason));
    }

    [Fact]
    public void A_promotion_leaves_the_revision_before_its_time_after_the_switch()
    {
        var promoted = _spec with { Promote = "revisionab" };
        var pause = Next(Facts(6, after: 1) with { Spec = promoted });

        Assert.Equal(6, pause.Step);
        Assert.Equal(7, Next(Facts(6, after: 31, pause) with { Spec = promoted }).Step);
    }

    [Fact]
    public void With_the_last_step_done_it_is_healthy() =>
        Assert.Equal(RolloutOutcome.Healthy, RolloutDecider.Decide(Facts(7, after: 1)).Outcome);

    [Fact]
    public void A_later_generation_of_the_same_pods_and_steps_goes_on_and_any_other_begins_anew()
    {
        var path = RolloutPath.Of(_spec);
        var status = new IntentStatus { Rollout = new RolloutStatus { Generation = 5, Revision = "revisionab", Path = path.Hash, Step = 3 } };

        Assert.Equal(3, RolloutStage.StepOf(status, "revisionab", path));
        Assert.Equal(0, RolloutStage.StepOf(status, "otherother", path));
        Assert.Equal(0, RolloutStage.StepOf(status, "revisionab", RolloutPath.Of(_spec with { ScaleDownDelaySeconds = 0 })));
        Assert.Equal(0, RolloutStage.StepOf(status with { FailedGeneration = 5 }, "revisionab", path));
        var begun = RolloutDecider.Begin(new RevisionMark(6), status, _spec, _start, Stage(3));
        Assert.Equal((6, 3), (begun.Generation, begun.Step!.Value));
    }

    private static RolloutStage Stage(int step) => new(RolloutPath.Of(_spec), step, "revisionab", RolloutStrategy.Canary, TrafficSplit.Routes);

    private static RolloutStatus Next(RolloutFacts facts) => RolloutDecider.Decide(facts).Rollout!;

    private static RolloutFacts Facts(int step, double after, RolloutStatus? rollout = null) => new()
    {
        Target = new RolloutTarget(5, false),
        Generation = 5,
        LastGood = new RevisionMark(4),
        Rollout = rollout ?? new RolloutStatus { Generation = 5, Step = step, StartedAt = _start, Deadline = _start.AddSeconds(60) },
        Spec = _spec,
        Stage = Stage(step),
        Applied = true,
        Health = _healthy,
        Now = _start.AddSeconds(after),
    };
}
