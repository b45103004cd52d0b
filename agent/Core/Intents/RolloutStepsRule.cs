using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>The steps of a rollout lead somewhere: weights rise, analyses are there, and there are two revisions to tell apart.</summary>
internal static class RolloutStepsRule
{
    private const int Whole = 100;

    public static void Check(ComponentSpec spec, RuleReport report)
    {
        var rollout = spec.Rollout;
        if (!rollout.HasSteps())
        {
            CheckNone(rollout, "spec.rollout", report);
            return;
        }

        if (spec.Type is ComponentType.Proxy)
            report.Add("spec.rollout.strategy", "must be left out: a proxy has no pods");
        if (rollout.Strategy == RolloutStrategy.BlueGreen && spec.Endpoints.Count == 0)
            report.Add("spec.rollout.strategy", "must not be blueGreen: without endpoints there is nothing to switch over");
        if (rollout.Strategy == RolloutStrategy.Canary && !rollout.Steps.Any(step => step.Weight is > 0))
            report.Add("spec.rollout.steps", "must have a weight above 0: a canary begins with a share of the requests");
        CheckWeights(rollout, report);
        CheckAnalyses(rollout, report);
        CheckRequests(spec, report);
        RolloutTestsRule.Check(spec, report);
    }

    /// <summary>Nothing is said that only a rollout with steps understands.</summary>
    public static void CheckNone(RolloutSpec rollout, string path, RuleReport report)
    {
        (string Field, bool IsThere)[] fields =
        [
            ("steps", rollout.Steps.Count > 0), ("analysis", rollout.Analysis.Count > 0), ("tests", rollout.Tests.Count > 0),
            ("approvals", rollout.Approvals.Count > 0),
        ];
        foreach (var (field, _) in fields.Where(field => field.IsThere))
            report.Add($"{path}.{field}", "must be left out: only the strategies blueGreen and canary have steps");
    }

    private static void CheckWeights(RolloutSpec rollout, RuleReport report)
    {
        var before = 0;
        for (var i = 0; i < rollout.Steps.Count; i++)
        {
            if (rollout.Steps[i].Weight is not { } weight)
                continue;
            var path = $"spec.rollout.steps[{i}].weight";
            if (weight < before)
                report.Add(path, $"must be at least {before}, the weight before it");
            else if (rollout.Strategy == RolloutStrategy.BlueGreen && weight is not (0 or Whole))
                report.Add(path, "must be 100: a blue-green rollout switches over at once");
            before = Math.Max(before, weight);
        }
    }

    private static void CheckAnalyses(RolloutSpec rollout, RuleReport report)
    {
        var names = new HashSet<string>();
        for (var i = 0; i < rollout.Analysis.Count; i++)
        {
            var (analysis, path) = (rollout.Analysis[i], $"spec.rollout.analysis[{i}]");
            if (!names.Add(analysis.Name))
                report.Add($"{path}.name", "is there twice");
            if (analysis is { Min: null, Max: null })
                report.Add(path, "must have min or max: else nothing could fail");
            else if (analysis.Min > analysis.Max)
                report.Add($"{path}.min", "must be at most max");
            if (IsEndless(analysis.Min) || IsEndless(analysis.Max))
                report.Add(path, "must have a min and max a computer can tell from infinity");
        }

        for (var i = 0; i < rollout.Steps.Count; i++)
        {
            foreach (var name in (rollout.Steps[i].Analysis ?? []).Where(name => !names.Contains(name)))
                report.Add($"spec.rollout.steps[{i}].analysis", $"names {name}, which is not in spec.rollout.analysis");
        }
    }

    private static void CheckRequests(ComponentSpec spec, RuleReport report)
    {
        var ports = PortRule.Ports(spec).Where(port => port.Port.Protocol == "TCP").Select(port => port.Name).ToHashSet();
        foreach (var (i, analysis) in spec.Rollout.Analysis.Index())
        {
            if (analysis.Requests is { } requests && !ports.Contains(requests.Port))
                report.Add($"spec.rollout.analysis[{i}].requests.port", $"must be the name of a TCP port of a container, was {requests.Port}");
        }
    }

    private static bool IsEndless(double? bound) => bound is { } value && !double.IsFinite(value);
}
