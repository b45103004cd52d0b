using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Rollout;
using Pdp.Core.Rollout.Steps;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class LastRequestsTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RolloutSpec _canary = new(ScaleDownDelaySeconds: 30) { Strategy = RolloutStrategy.Canary };
    private static readonly IntentStatus _back = new StatusBuilder(new IntentStatus(), 2, _start).Applied().Build();

    [Theory]
    [InlineData(0, 30.0)]
    [InlineData(29, 1.0)]
    [InlineData(30, null)]
    public void What_was_led_to_stays_as_long_as_on_the_way_forward(int after, double? seconds) =>
        Assert.Equal(seconds, Left(RolloutOutcome.RolledBack, _back, _canary, "Service", after)?.TotalSeconds);

    [Fact]
    public void The_time_counts_from_when_the_last_good_revision_is_applied_again()
    {
        var goingBack = new StatusBuilder(_back, 2, _start).GoingBack().Build();
        Assert.Equal(30, Left(RolloutOutcome.RolledBack, goingBack, _canary, "Service", after: 3600)?.TotalSeconds);

        var applied = new StatusBuilder(goingBack, 2, _start.AddSeconds(100)).Applied().Build();
        Assert.Equal(20, Left(RolloutOutcome.RolledBack, applied, _canary, "Service", after: 110)?.TotalSeconds);
    }

    [Fact]
    public void What_nobody_is_led_to_goes_at_once()
    {
        Assert.Null(Left(RolloutOutcome.RolledBack, _back, _canary, "ConfigMap", after: 0));
        Assert.Null(Left(RolloutOutcome.RolledBack, _back, _canary, "Deployment", after: 0));
        Assert.Null(Left(RolloutOutcome.Healthy, _back, _canary, "Service", after: 0));
        Assert.Null(Left(RolloutOutcome.RolledBack, _back, _canary with { Strategy = RolloutStrategy.Rolling }, "Service", after: 0));
    }

    private static TimeSpan? Left(RolloutOutcome outcome, IntentStatus status, RolloutSpec rollout, string kind, int after)
    {
        var step = new PlanStep { Action = PlanAction.Prune, Key = new ObjectKey("", "v1", kind, "ns", "web--canary"), Id = "web--canary" };
        return LastRequests.Left(outcome, status, rollout, new DeploymentPlan([], [step]), _start.AddSeconds(after));
    }
}
