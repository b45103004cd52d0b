using Pdp.Core.Connections;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Every test can be told apart, is run by a step, and has a Service at which it finds the new revision alone.</summary>
internal static class RolloutTestsRule
{
    public static void Check(ComponentSpec spec, RuleReport report)
    {
        var (tests, steps) = (spec.Rollout.Tests, spec.Rollout.Steps);
        if (spec.Rollout.Strategy != RolloutStrategy.BlueGreen && tests.Count > 0)
            report.Add("spec.rollout.tests", "must be left out: only with the strategy blueGreen the new revision has a Service of its own, at which a test finds it");
        var own = PreviewVariables.Of(spec.Endpoints.Keys).ToHashSet();
        if (tests.Count > 0)
            CheckConnections(own, spec, report);
        var taken = ContainerRule.InPods(spec).Select(container => container.Name).ToHashSet();
        foreach (var (i, test) in tests.Index())
        {
            var path = $"spec.rollout.tests[{i}]";
            if (tests.Take(i).Any(other => other.Name == test.Name))
                report.Add($"{path}.name", "is there twice");
            if (taken.Contains(test.Name))
                report.Add($"{path}.name", "is the name of a container");
            if (steps.All(step => step.Test != test.Name))
                report.Add(path, $"is run by no step: add {{\"test\": \"{test.Name}\"}} to spec.rollout.steps, before the weight 100 if it is to decide about the switch");
            foreach (var (at, _) in test.Env.Index().Where(variable => own.Contains(variable.Item.Name)))
                report.Add($"{path}.env[{at}].name", "is set by the agent: it says where the new revision is");
        }

        foreach (var (i, step) in steps.Index())
        {
            if (step.Test is { } name && tests.All(test => test.Name != name))
                report.Add($"spec.rollout.steps[{i}].test", $"names {name}, which is not in spec.rollout.tests");
            else if (step.Test is { } again && steps.Take(i).Any(other => other.Test == again))
                report.Add($"spec.rollout.steps[{i}].test", "is run by a step before; a test runs once in a rollout");
        }
    }

    private static void CheckConnections(HashSet<string> own, ComponentSpec spec, RuleReport report)
    {
        foreach (var (name, connection) in spec.Connections.OrderBy(connection => connection.Key, StringComparer.Ordinal))
        {
            foreach (var property in connection.Env.Where(variable => own.Contains(variable.Value)).Select(variable => variable.Key).Order(StringComparer.Ordinal))
                report.Add($"spec.connections.{name}.env.{property}", "is set by the agent in tests: there it says where the new revision is");
        }
    }
}
