using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A rollout can move: at least one pod may be missing or more than wanted. Stateful pods are replaced one by one.</summary>
internal sealed class RolloutRule : IComponentRule
{
    private const int WholeShare = 100;

    public void Check(ComponentSpec spec, RuleReport report)
    {
        var rollout = spec.Rollout;
        if (spec.Type == ComponentType.Stateful && rollout.Strategy != RolloutStrategy.Rolling)
            report.Add("spec.rollout.strategy", "must be rolling: a stateful component replaces its pods one by one");
        RolloutStepsRule.Check(spec, report);
        if (WhyNoneMayBeMissing(spec) is { } reason)
        {
            Refuse(rollout.MaxSurge, "spec.rollout.maxSurge", reason, report);
            Refuse(rollout.MaxUnavailable, "spec.rollout.maxUnavailable", reason, report);
            return;
        }

        if (Share(rollout.MaxUnavailable) > WholeShare)
            report.Add("spec.rollout.maxUnavailable", "must be at most 100%");
        if (IsZero(rollout.MaxSurge ?? "25%") && IsZero(rollout.MaxUnavailable ?? "0"))
            report.Add("spec.rollout.maxSurge", "must not be 0 while maxUnavailable is 0 too: no pod could ever be replaced");
    }

    private static string? WhyNoneMayBeMissing(ComponentSpec spec) => spec switch
    {
        { Type: ComponentType.Stateful } => "a stateful component replaces its pods one by one",
        { Rollout.Strategy: RolloutStrategy.Recreate } => "with the strategy recreate all old pods go first",
        _ when spec.Rollout.HasSteps() => "with this strategy the old pods stay until the new ones have taken over",
        _ => null,
    };

    private static void Refuse(string? value, string path, string reason, RuleReport report)
    {
        if (value is not null)
            report.Add(path, $"must be left out: {reason}");
    }

    private static bool IsZero(string value) => int.Parse(value.TrimEnd('%'), CultureInfo.InvariantCulture) == 0;

    private static int Share(string? value) =>
        value is [.. var number, '%'] ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
}
