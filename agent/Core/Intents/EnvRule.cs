using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>No variable is there twice, and every configuration key one names exists.</summary>
internal sealed class EnvRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var (place, _, container) in ContainerRule.All(spec))
        {
            var seen = new HashSet<string>();
            for (var i = 0; i < container.Env.Count; i++)
            {
                var path = $"{place}.env[{i}]";
                if (!seen.Add(container.Env[i].Name))
                    report.Add($"{path}.name", "is there twice in this container");
                if (container.Env[i].Value?.Contains('\0', StringComparison.Ordinal) == true)
                    report.Add($"{path}.value", "must not have a zero character, which ends a variable's value");
                CheckSource(container.Env[i], spec, path, report);
            }
        }
    }

    /// <summary>Whether a source can be had.</summary>
    public static void CheckSource(ValueSource source, ComponentSpec spec, string path, RuleReport report)
    {
        if (source.Config is { } key && !spec.Config.ContainsKey(key))
            report.Add($"{path}.config", "must be a key of spec.config");
    }
}
