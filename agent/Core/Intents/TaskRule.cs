using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Tasks run to an end: nothing asks whether they take traffic, and it is clear which container a run is.</summary>
internal sealed class TaskRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        if (!ShapeRule.IsTask(spec.Type))
            return;
        foreach (var (name, _) in spec.Containers.Where(container => !container.Value.Sidecar && container.Value.Probes.Readiness is not null))
            report.Add($"spec.containers.{name}.probes.readiness", "must be left out: nobody calls a task");
        if (spec.Task is { } task && task.Parallelism > task.Completions)
            report.Add("spec.task.parallelism", $"must be at most completions, which is {task.Completions}");
        if (spec.Type == ComponentType.ManualTask && spec.Containers.Values.Count(container => !container.Sidecar) > 1)
            report.Add("spec.containers", "must have one container that is not a sidecar: it is what a run's args and env are for");
        if (spec.Rollout.Strategy != RolloutStrategy.Rolling || spec.Rollout.MaxSurge is not null || spec.Rollout.MaxUnavailable is not null)
            report.Add("spec.rollout", "must not say how pods are replaced: each run has pods of its own");
    }
}
