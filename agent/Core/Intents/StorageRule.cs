using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Volumes have names of their own, a size, and are mounted into containers that exist.</summary>
internal sealed class StorageRule : IComponentRule
{
    /// <summary>What names of volumes may not begin with: the agent's own do.</summary>
    public const string ReservedPrefix = "pdp-";

    private const string EveryContainer = "*";

    public void Check(ComponentSpec spec, RuleReport report)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < spec.Storage.Count; i++)
        {
            var (volume, path) = (spec.Storage[i], $"spec.storage[{i}]");
            if (!seen.Add(volume.Name))
                report.Add($"{path}.name", "is there twice");
            if (volume.Name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
                report.Add($"{path}.name", $"must not begin with {ReservedPrefix}, as the agent's own volumes do");
            if (!Quantity.TryParse(volume.Size, out var size))
                report.Add($"{path}.size", "must be a quantity such as 1Gi");
            else if (!size.IsPositive || !size.IsWhole)
                report.Add($"{path}.size", "must be whole bytes above zero");
            CheckMounts(volume, spec, path, report);
        }
    }

    private static void CheckMounts(StorageSpec volume, ComponentSpec spec, string path, RuleReport report)
    {
        if (volume.Mounts.ContainsKey(EveryContainer) && volume.Mounts.Count > 1)
            report.Add($"{path}.mounts", "must name containers or '*' for all of them, not both");
        var names = ContainerRule.InPods(spec).Select(container => container.Name).ToHashSet();
        foreach (var container in volume.Mounts.Keys.Where(key => key != EveryContainer && !names.Contains(key)))
            report.Add($"{path}.mounts.{container}", "must be one of spec.containers or spec.initContainers");
    }
}
