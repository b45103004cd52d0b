using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Configuration keys become file names somewhere, so none is a way out of its folder (a rule of Kubernetes).</summary>
internal sealed class ConfigRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var key in spec.Config.Keys.Where(key => key == "." || key.StartsWith("..", StringComparison.Ordinal)))
            report.Add($"spec.config[\"{key}\"]", "its name must not be '.' or begin with '..'");
    }
}
