using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A run names a task, not itself, and no variable twice.</summary>
internal static class TaskRunRule
{
    public static void Check(IntentMetadata metadata, TaskRunSpec spec, RuleReport report)
    {
        if (spec.Task == metadata.Id)
            report.Add("spec.task", "must be the intent of a manualTask, not the run itself");
        if (metadata.Track is not null)
            report.Add("metadata.track", "must be left out: the task says which version runs");
        var seen = new HashSet<string>();
        for (var i = 0; i < spec.Env.Count; i++)
        {
            if (!seen.Add(spec.Env[i].Name))
                report.Add($"spec.env[{i}].name", "is there twice");
            if (spec.Env[i].Value.Contains('\0', StringComparison.Ordinal))
                report.Add($"spec.env[{i}].value", "must not have a zero character, which ends a variable's value");
        }
    }
}
