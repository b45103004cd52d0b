using Pdp.Core.Health;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class RolloutDeciderTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ObjectHealth _healthy = new(HealthState.Healthy);
    private static readonly ObjectHealth _starting = new(HealthState.Progressing, null, "Deployment/a: 0 of 1 pods are available");
    private static readonly ObjectHealth _crashing = new(HealthState.Degraded, FailureReason.CrashLooping, "Deployment/a: crashes");

    [Fact]
    public void Healthy_is_healthy_even_after_the_deadline() =>
        Assert.Equal(RolloutOutcome.Healthy, RolloutDecider.Decide(Facts(_healthy, after: 999)).Outcome);

    [Fact]
    public void Healthy_does_not_count_before_all_is_applied() =>
        Assert.Equal(RolloutOutcome.Continue, RolloutDecider.Decide(Facts(_healthy) with { Applied = false }).Outcome);

    [Fact]
    public void On_its_way_it_is_looked_at_again_at_the_deadline()
    {
        var decision = RolloutDecider.Decide(Facts(_starting, after: 59));
        Assert.Equal((RolloutOutcome.Continue, _start.AddSeconds(60)), (decision.Outcome, decision.LookAgainAt));
    }

    [Fact]
    public void What_crashes_before_the_deadline_may_still_come_up() =>
        Assert.Equal((RolloutOutcome.Continue, FailureReason.CrashLooping), Outcome(Facts(_crashing, after: 59)));

    [Fact]
    public void At_the_deadline_it_goes_back_and_says_why()
    {
        var decision = RolloutDecider.Decide(Facts(_crashing, after: 60));
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.CrashLooping), (decision.Outcome, decision.Reason));
        Assert.Equal("generation 5 was not healthy within 60 s (Deployment/a: crashes); generation 4 runs again", decision.Message);
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.DeadlineExceeded), Outcome(Facts(_starting, after: 60)));
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.DeadlineExceeded), Outcome(Facts(_healthy, after: 60) with { Applied = false }));
    }

    [Fact]
    public void What_cannot_be_applied_goes_back_at_once()
    {
        var facts = Facts(_healthy) with { Applied = false, ApplyFailure = new RefusalReason(FailureReason.ObjectInvalid, "", "Service/a: the server refused it") };
        Assert.Equal((RolloutOutcome.RollBack, FailureReason.ObjectInvalid), Outcome(facts));
    }

    [Fact]
    public void It_stays_where_it_is_when_there_is_nothing_to_go_back_to_or_it_may_not()
    {
        Assert.Equal((RolloutOutcome.Degraded, FailureReason.CrashLooping), Outcome(Facts(_crashing, after: 60) with { LastGood = null }));
        Assert.Equal((RolloutOutcome.Degraded, FailureReason.CrashLooping), Outcome(Facts(_crashing, after: 60) with { Spec = new RolloutSpec(60, false) }));
    }

    [Fact]
    public void Standing_still_is_never_rolled_back_to_running()
    {
        Assert.Equal(RolloutOutcome.Suspended, RolloutDecider.Decide(Facts(new(HealthState.Suspended)) with { State = ComponentState.Suspended }).Outcome);
        Assert.Equal(RolloutOutcome.Degraded, RolloutDecider.Decide(Facts(_starting, after: 60) with { State = ComponentState.Suspended }).Outcome);
    }

    [Fact]
    public void A_generation_that_was_good_once_is_repaired_however_old_its_rollout()
    {
        Assert.Equal((RolloutOutcome.Continue, null), Outcome(Facts(_starting, after: 9999) with { LastGood = new(5) }));
        Assert.Equal((RolloutOutcome.Degraded, FailureReason.CrashLooping), Outcome(Facts(_crashing, after: 9999) with { LastGood = new(5) }));
        var missing = Facts(new(HealthState.Missing), after: 9999) with { LastGood = new(5), Applied = false };
        Assert.Equal(RolloutOutcome.Continue, RolloutDecider.Decide(missing).Outcome);
    }

    [Fact]
    public void After_going_back_the_last_good_one_is_watched()
    {
        var facts = Facts(_healthy, after: 9999) with { Target = new RolloutTarget(4, true) };
        Assert.Equal(RolloutOutcome.RolledBack, RolloutDecider.Decide(facts).Outcome);
        Assert.Equal(RolloutOutcome.RolledBack, RolloutDecider.Decide(facts with { Health = _starting, Applied = false }).Outcome);
        Assert.Equal((RolloutOutcome.Degraded, FailureReason.CrashLooping), Outcome(facts with { Health = _crashing }));
        Assert.Equal(RolloutOutcome.Degraded, RolloutDecider.Decide(facts with { Target = new RolloutTarget(0, true), LastGood = null }).Outcome);
    }

    [Theory]
    [InlineData(5, 0, 4L, 5, false)]
    [InlineData(5, 4, 3L, 5, false)]
    [InlineData(5, 5, 4L, 4, true)]
    [InlineData(5, 5, null, 0, true)]
    [InlineData(6, 5, 4L, 6, false)]
    public void A_failed_generation_is_not_tried_again_until_a_newer_one_comes(long generation, long failed, long? lastGood, long target, bool isLastGood) =>
        Assert.Equal(new RolloutTarget(target, isLastGood), RolloutTarget.Choose(
            new(generation), new IntentStatus { FailedGeneration = failed }, lastGood is { } kept ? new RevisionMark(kept) : null));

    [Fact]
    public void A_deadline_holds_across_restarts_and_begins_anew_with_a_new_generation()
    {
        var first = RolloutDecider.Begin(new(5), new IntentStatus(), new RolloutSpec(60), _start);
        Assert.Equal(_start.AddSeconds(60), first.Deadline);
        var stored = new IntentStatus { Rollout = first };
        Assert.Equal(first, RolloutDecider.Begin(new(5), stored, new RolloutSpec(60), _start.AddSeconds(30)));
        Assert.Equal(_start.AddSeconds(90), RolloutDecider.Begin(new(6), stored, new RolloutSpec(60), _start.AddSeconds(30)).Deadline);
    }

    [Fact]
    public void The_time_of_a_pause_does_not_count()
    {
        var first = RolloutDecider.Begin(new(5), new IntentStatus(), new RolloutSpec(60), _start);
        var paused = new StatusBuilder(new IntentStatus { Rollout = first }, 5, _start.AddSeconds(20)).Paused("paused by the customer").Build();

        var resumed = RolloutDecider.Begin(new(5), paused, new RolloutSpec(60), _start.AddHours(1));

        // Forty seconds were left.
        Assert.Equal(first with { Deadline = _start.AddHours(1).AddSeconds(40) }, resumed);
    }

    [Fact]
    public void New_versions_of_secrets_that_do_not_become_healthy_are_gone_back_from_and_the_generation_is_none_the_worse()
    {
        var rotation = Facts(_crashing, after: 60) with { Target = new(5, false, "new"), LastGood = new(5, "old") };
        Assert.Equal(RolloutOutcome.Continue, RolloutDecider.Decide(rotation with { Now = _start }).Outcome);

        var decision = RolloutDecider.Decide(rotation);
        Assert.Equal((RolloutOutcome.RollBack, "new"), (decision.Outcome, decision.FailedSecretVersions));
        Assert.Contains("secrets", decision.Message, StringComparison.Ordinal);
        var status = new StatusBuilder(new IntentStatus { ObservedGeneration = 5 }, 5, _start).Follow(decision, rotation.Target, null).Build();
        Assert.Equal((0, "new", IntentPhase.RolledBack), (status.FailedGeneration, status.FailedSecretVersions, status.Phase));

        Assert.Equal(new(5, true, "old"), RolloutTarget.Choose(new(5, "new"), status, rotation.LastGood));
        Assert.Equal(new(5, false, "newer"), RolloutTarget.Choose(new(5, "newer"), status, rotation.LastGood));
        // Another generation is another chance for the same versions.
        Assert.Equal(new(6, false, "new"), RolloutTarget.Choose(new(6, "new"), status, rotation.LastGood));
        Assert.Null(new StatusBuilder(status, 6, _start).Build().FailedSecretVersions);
    }

    [Fact]
    public void New_versions_of_secrets_begin_a_rollout_with_a_deadline_of_its_own()
    {
        var first = RolloutDecider.Begin(new(5, "old"), new IntentStatus(), new RolloutSpec(60), _start);
        var stored = new IntentStatus { Rollout = first };
        Assert.True(RolloutDecider.IsBegun(new(5, "old"), stored));
        Assert.False(RolloutDecider.IsBegun(new(5, "new"), stored));
        Assert.Equal(_start.AddSeconds(90), RolloutDecider.Begin(new(5, "new"), stored, new RolloutSpec(60), _start.AddSeconds(30)).Deadline);
    }

    private static (RolloutOutcome, FailureReason?) Outcome(RolloutFacts facts)
    {
        var decision = RolloutDecider.Decide(facts);
        return (decision.Outcome, decision.Reason);
    }

    private static RolloutFacts Facts(ObjectHealth health, int after = 1) => new()
    {
        Target = new RolloutTarget(5, false),
        Generation = 5,
        Rollout = new RolloutStatus { Generation = 5, StartedAt = _start, Deadline = _start.AddSeconds(60) },
        Spec = new RolloutSpec(60),
        LastGood = new(4),
        Applied = true,
        Health = health,
        Now = _start.AddSeconds(after),
    };
}
