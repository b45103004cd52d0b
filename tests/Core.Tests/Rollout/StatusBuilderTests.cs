using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class StatusBuilderTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RolloutTarget _own = new(1, false);
    private int _minutes;

    [Fact]
    public void A_life_reads_like_a_story()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Continue, Message: "starting"), _own, "r1"));
        Assert.Equal("Progressing running 0: starting | Accepted=True Applied=False Healthy=False RolledBack=False Ready=False", Tell(status));

        status = Next(status, 1, b => b.Applied().Follow(new(RolloutOutcome.Healthy), _own, "r1"));
        Assert.Equal("Healthy running 1: everything is as wanted | Accepted=True Applied=True Healthy=True RolledBack=False Ready=True", Tell(status));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.RollBack, FailureReason.CrashLooping, "crashed"), new(2, false), "r2"));
        Assert.Equal("RolledBack CrashLooping running 1 failed 2: crashed | Accepted=True Applied=True Healthy=False RolledBack=True Ready=False", Tell(status));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.Degraded, FailureReason.NotReady, "r1 is down too"), new(1, true), "r1"));
        Assert.Equal("Degraded NotReady running 1 failed 2: r1 is down too | Accepted=True Applied=True Healthy=False RolledBack=True Ready=False", Tell(status));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.RolledBack), new(1, true), "r1"));
        Assert.Equal("RolledBack CrashLooping running 1 failed 2: crashed | Accepted=True Applied=True Healthy=True RolledBack=True Ready=False", Tell(status));

        status = Next(status, 3, b => b.Follow(new(RolloutOutcome.Healthy), new(3, false), "r3"));
        Assert.Equal("Healthy running 3 failed 2: everything is as wanted | Accepted=True Applied=True Healthy=True RolledBack=False Ready=True", Tell(status));

        status = Next(status, 4, b => b.Follow(new(RolloutOutcome.Suspended), new(4, false), "r3"));
        Assert.Equal("Suspended running 4 failed 2: scaled to zero as asked | Accepted=True Applied=True Healthy=True RolledBack=False Ready=True", Tell(status));

        status = Next(status, 5, b => b.Undeployed([new InventoryEntry("", "v1", "PersistentVolumeClaim", "ns", "data")]));
        Assert.Equal("Undeployed running 5 failed 2: all was deleted but 1 kept objects | Accepted=True Applied=True Healthy=True RolledBack=False Ready=True", Tell(status));
        Assert.Single(status.Kept);

        Assert.Equal(["4 Suspended", "3 Healthy", "2 RolledBack", "1 Healthy"], status.History.Select(h => $"{h.Generation} {h.Result}"));
    }

    [Fact]
    public void A_refusal_stays_told_while_the_last_good_one_is_repaired()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Healthy), _own, "r1"));
        status = Next(status, 2, b => b.Refused([new(FailureReason.PolicyDenied, "Role/a", "not allowed"), new(FailureReason.PolicyDenied, "b", "neither")]));
        Assert.Equal("Refused PolicyDenied running 1 failed 2: Role/a: not allowed; b: neither | Accepted=False Applied=True Healthy=True RolledBack=False Ready=False", Tell(status));

        status = Next(status, 2, b => b.ApplyFailed(FailureReason.ClusterUnavailable, "no answer"));
        Assert.Equal("Refused PolicyDenied running 1 failed 2: Role/a: not allowed; b: neither | Accepted=False Applied=False Healthy=True RolledBack=False Ready=False", Tell(status));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.RolledBack), new(1, true), "r1"));
        Assert.Equal((IntentPhase.Refused, FailureReason.PolicyDenied), (status.Phase, status.Reason!.Value));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.Degraded, FailureReason.CrashLooping, "down"), new(1, true), "r1"));
        Assert.Equal((IntentPhase.Refused, "False"), (status.Phase, status.Conditions.Single(c => c.Type == "Healthy").Status));

        status = Next(status, 3, b => b.Follow(new(RolloutOutcome.Continue, Message: "starting"), new(3, false), "r3"));
        Assert.Equal(IntentPhase.Progressing, status.Phase);
    }

    [Fact]
    public void A_rollback_stays_one_when_the_document_was_edited_and_put_back()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Healthy), _own, "r1"));
        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.RollBack, FailureReason.CrashLooping, "crashed"), new(2, false), "r2"));
        status = Next(status, 2, b => b.Distrusted([new(FailureReason.Tampered, "spec.hash", "was edited")]));
        Assert.Equal("Refused Tampered running 1 failed 2: spec.hash: was edited | Accepted=False Applied=True Healthy=False RolledBack=True Ready=False", Tell(status));

        var degraded = Next(status, 2, b => b.Follow(new(RolloutOutcome.Degraded, FailureReason.NotReady, "down"), new(1, true), "r1"));
        Assert.Equal("Degraded NotReady running 1 failed 2: down | Accepted=True Applied=True Healthy=False RolledBack=True Ready=False", Tell(degraded));

        var nothing = Next(status, 2, b => b.Follow(new(RolloutOutcome.Degraded), new(0, true), null));
        Assert.Equal("Degraded CrashLooping running 1 failed 2: crashed | Accepted=True Applied=True Healthy=False RolledBack=True Ready=False", Tell(nothing));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.RolledBack), new(1, true), "r1"));
        Assert.Equal("RolledBack CrashLooping running 1 failed 2: crashed | Accepted=True Applied=True Healthy=True RolledBack=True Ready=False", Tell(status));
    }

    [Fact]
    public void A_refusal_is_told_with_its_own_reason_again_once_an_edit_was_put_back()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Healthy), _own, "r1"));
        status = Next(status, 2, b => b.Refused([new(FailureReason.PolicyDenied, "Role/a", "not allowed")]));
        status = Next(status, 2, b => b.Distrusted([new(FailureReason.Tampered, "spec.hash", "was edited")]));
        Assert.Equal((IntentPhase.Refused, FailureReason.Tampered, 2L), (status.Phase, status.Reason!.Value, status.FailedGeneration));

        status = Next(status, 2, b => b.Follow(new(RolloutOutcome.RolledBack), new(1, true), "r1"));
        Assert.Equal("Refused PolicyDenied running 1 failed 2: Role/a: not allowed | Accepted=False Applied=True Healthy=True RolledBack=False Ready=False", Tell(status));
    }

    [Fact]
    public void An_edit_makes_no_generation_a_failed_one()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Continue, Message: "starting"), _own, "r1"));
        status = Next(status, 1, b => b.Distrusted([new(FailureReason.Tampered, "spec.hash", "was edited")]));
        Assert.Equal((IntentPhase.Refused, 0L), (status.Phase, status.FailedGeneration));

        status = Next(status, 1, b => b.Follow(new(RolloutOutcome.Degraded, FailureReason.DeadlineExceeded, "too late"), _own, "r1"));
        Assert.Equal("Degraded DeadlineExceeded running 0: too late | Accepted=True Applied=False Healthy=False RolledBack=False Ready=False", Tell(status));
    }

    [Fact]
    public void A_first_generation_that_is_refused_has_nothing_that_runs()
    {
        var status = Next(new IntentStatus(), 1, b => b.Refused([new(FailureReason.Conflict, "", "taken")]));
        status = Next(status, 1, b => b.Follow(new(RolloutOutcome.Degraded), new(0, true), null));
        Assert.Equal("Refused Conflict running 0 failed 1: taken | Accepted=False Ready=False", Tell(status));
    }

    [Fact]
    public void A_transition_time_changes_only_with_its_status()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Continue, Message: "one"), _own, null));
        var ready = status.Conditions.Single(c => c.Type == "Ready");
        status = Next(status, 1, b => b.Follow(new(RolloutOutcome.Continue, FailureReason.NotReady, "two"), _own, null));
        Assert.Equal(ready with { Reason = "NotReady", Message = "two" }, status.Conditions.Single(c => c.Type == "Ready"));
        status = Next(status, 1, b => b.Follow(new(RolloutOutcome.Healthy), _own, null));
        Assert.NotEqual(ready.LastTransitionTime, status.Conditions.Single(c => c.Type == "Ready").LastTransitionTime);
    }

    [Fact]
    public void What_was_applied_of_the_generation_before_says_nothing_of_this_one()
    {
        var status = Next(new IntentStatus(), 1, b => b.Follow(new(RolloutOutcome.Healthy), _own, null));
        var since = status.Conditions.Single(c => c.Type == "Applied").LastTransitionTime;
        var begun = Next(status, 2, b => b.Follow(new(RolloutOutcome.Continue, Message: "m"), new(2, false), null));
        Assert.Equal("False", begun.Conditions.Single(c => c.Type == "Applied").Status);

        var done = Next(status, 2, b => b.Follow(new(RolloutOutcome.Continue, Message: "m"), new(2, false), null).Applied());
        Assert.Equal(("True", 2, since), (
            done.Conditions.Single(c => c.Type == "Applied").Status,
            done.Conditions.Single(c => c.Type == "Applied").ObservedGeneration,
            done.Conditions.Single(c => c.Type == "Applied").LastTransitionTime));
    }

    [Fact]
    public void Looking_again_at_what_has_not_changed_changes_nothing()
    {
        foreach (var outcome in Enum.GetValues<RolloutOutcome>())
        {
            var target = outcome is RolloutOutcome.RolledBack ? new RolloutTarget(1, true) : new RolloutTarget(2, false);
            var before = Next(new IntentStatus(), 2, b => b.Follow(new(RolloutOutcome.RollBack, FailureReason.NotReady, "m"), new(2, false), "r2"));
            before = outcome is RolloutOutcome.RolledBack or RolloutOutcome.RollBack ? before : new IntentStatus();
            var once = Next(before, 2, b => b.Follow(new(outcome, FailureReason.NotReady, "m"), target, "r"));
            var twice = Next(once, 2, b => b.Follow(new(outcome, FailureReason.NotReady, "m"), target, "r"));
            Assert.Equal(
                System.Text.Json.JsonSerializer.Serialize(once, Protocol.Schema.IntentJson.Default.IntentStatus),
                System.Text.Json.JsonSerializer.Serialize(twice, Protocol.Schema.IntentJson.Default.IntentStatus));
        }
    }

    [Fact]
    public void History_and_repairs_are_bounded_newest_first()
    {
        var status = new IntentStatus();
        for (var generation = 1; generation <= 30; generation++)
        {
            var entry = new InventoryEntry("", "v1", "ConfigMap", "ns", $"c{generation}");
            status = Next(status, generation, b => b.Follow(new(RolloutOutcome.Healthy), new(generation, false), null)
                .Repaired([new DriftRecord(entry, [], _now)]));
        }

        Assert.Equal((StatusBuilder.MostHistory, 30), (status.History.Count, status.History[0].Generation));
        Assert.Equal((StatusBuilder.MostDrift, "c30"), (status.Drift.Count, status.Drift[0].Object.Name));
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        var reasons = Enumerable.Range(0, 100).Select(i => new RefusalReason(FailureReason.SchemaInvalid, $"p{i}", new string('x', 500))).ToList();
        Assert.InRange(Next(new IntentStatus(), 1, b => b.Refused(reasons)).Message.Length, 1, 1100);
    }

    private IntentStatus Next(IntentStatus before, long generation, Func<StatusBuilder, StatusBuilder> step) =>
        step(new StatusBuilder(before, generation, _now.AddMinutes(++_minutes))).Build();

    private static string Tell(IntentStatus s)
    {
        var failed = s.FailedGeneration > 0 ? $" failed {s.FailedGeneration}" : "";
        var reason = s.Reason is { } r ? $" {r}" : "";
        return $"{s.Phase}{reason} running {s.RunningGeneration}{failed}: {s.Message} | {string.Join(' ', s.Conditions.Select(c => $"{c.Type}={c.Status}"))}";
    }
}
