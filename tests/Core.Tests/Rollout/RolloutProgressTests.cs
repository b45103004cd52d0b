using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class RolloutProgressTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly IntentStatus _begun = new()
    {
        Phase = IntentPhase.Progressing,
        ObservedGeneration = 2,
        RunningGeneration = 1,
        Rollout = new RolloutStatus { Generation = 2, StartedAt = _now, Deadline = _now.AddMinutes(5) },
        Conditions = [new StatusCondition("Applied", "False", "Applying", "", 2, _now)],
        Inventory = [new InventoryEntry("apps", "v1", "Deployment", "shop", "web")],
    };

    public static TheoryData<string, IntentStatus> Progress => new()
    {
        { "pods", _begun with { Rollout = _begun.Rollout! with { Desired = 3, Updated = 2, Available = 1 } } },
        { "message", _begun with { Message = "1 of 3 pods are ready" } },
        { "health", _begun with { Resources = [new ResourceStatus { Id = "Deployment/web", Object = _begun.Inventory[0], Health = HealthState.Progressing }] } },
        { "applied", _begun with { Conditions = [new StatusCondition("Applied", "True", "Applied", "", 2, _now)] } },
    };

    public static TheoryData<string, IntentStatus> News => new()
    {
        { "phase", _begun with { Phase = IntentPhase.Healthy } },
        { "reason", _begun with { Reason = FailureReason.CrashLooping } },
        { "running", _begun with { RunningGeneration = 2 } },
        { "inventory", _begun with { Inventory = [] } },
        { "deadline", _begun with { Rollout = _begun.Rollout! with { Deadline = _now.AddMinutes(6) } } },
        { "ready since", _begun with { Rollout = _begun.Rollout! with { ReadySince = _now } } },
        { "condition", _begun with { Conditions = [.. _begun.Conditions, new StatusCondition("Paused", "True", "Paused", "", 2, _now)] } },
        { "drift", _begun with { Drift = [new DriftRecord(_begun.Inventory[0], ["spec.replicas"], _now)] } },
    };

    [Theory]
    [MemberData(nameof(Progress))]
    public void How_far_it_is_is_progress(string what, IntentStatus after) => Assert.True(RolloutProgress.IsAll(_begun, after), what);

    [Theory]
    [MemberData(nameof(News))]
    public void Whatever_decides_something_is_news(string what, IntentStatus after) => Assert.False(RolloutProgress.IsAll(_begun, after), what);

    [Fact]
    public void Outside_a_rollout_everything_is_news()
    {
        var healthy = _begun with { Phase = IntentPhase.Healthy };

        Assert.False(RolloutProgress.IsAll(healthy, healthy with { Message = "another" }));
    }
}
