using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

/// <summary>A rollout ends once, however often its pods come and go.</summary>
public sealed class RolloutEndTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<string> _ends = [];
    private IntentStatus _status = new();
    private DateTimeOffset _now = _start;

    [Fact]
    public void A_component_that_is_not_well_for_a_while_has_not_become_healthy_again()
    {
        Begin(1);
        Next(1, RolloutOutcome.Continue);
        Next(1, RolloutOutcome.Healthy);
        Next(1, RolloutOutcome.Degraded);
        Next(1, RolloutOutcome.Continue);
        Next(1, RolloutOutcome.Healthy);
        Begin(2);
        Next(2, RolloutOutcome.Healthy);

        Assert.Equal(["1 Healthy", "2 Healthy"], _ends);
    }

    [Fact]
    public void Pods_of_the_revision_that_was_gone_back_to_may_come_and_go()
    {
        Begin(1);
        Next(1, RolloutOutcome.Healthy);
        Begin(2);
        Next(2, RolloutOutcome.RollBack);
        Next(2, RolloutOutcome.RolledBack, lastGood: 1);
        Next(2, RolloutOutcome.Degraded, lastGood: 1);
        Next(2, RolloutOutcome.RolledBack, lastGood: 1);
        Begin(3);
        Next(3, RolloutOutcome.Continue);
        Next(3, RolloutOutcome.RollBack);

        Assert.Equal(["1 Healthy", "2 RolledBack", "3 RolledBack"], _ends);
    }

    private void Begin(long generation)
    {
        var rollout = new RolloutStatus { Generation = generation, StartedAt = _now };
        Take(Builder(generation).Follow(new(RolloutOutcome.Continue), new(generation, false), "r").Begun(rollout).Build());
    }

    private void Next(long generation, RolloutOutcome outcome, long? lastGood = null) =>
        Take(Builder(generation).Follow(new(outcome, FailureReason.NotReady), new(lastGood ?? generation, lastGood is not null), "r").Build());

    private StatusBuilder Builder(long generation) => new(_status, generation, _now);

    private void Take(IntentStatus now)
    {
        if (RolloutEnd.IsBy(_status, now)) _ends.Add($"{now.ObservedGeneration} {now.Phase}");
        _status = now;
        _now += TimeSpan.FromMinutes(1);
    }
}
