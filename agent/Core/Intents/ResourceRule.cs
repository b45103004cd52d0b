using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Resources are quantities that make sense, and nothing requests more than its limit.</summary>
internal sealed class ResourceRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var (place, _, container) in ContainerRule.All(spec))
        {
            if (container.Resources is not { } resources)
                continue;
            var path = $"{place}.resources";
            var requests = Read(resources.Requests, $"{path}.requests", report);
            var limits = Read(resources.Limits, $"{path}.limits", report);
            foreach (var (resource, request) in requests)
            {
                if (limits.TryGetValue(resource, out var limit) && request > limit)
                    report.Add($"{path}.requests.{resource}", "must not be above the limit");
            }
        }
    }

    private static Dictionary<string, Quantity> Read(IReadOnlyDictionary<string, string> amounts, string path, RuleReport report)
    {
        var read = new Dictionary<string, Quantity>();
        foreach (var (resource, text) in amounts)
        {
            if (!Quantity.TryParse(text, out var quantity))
                report.Add($"{path}.{resource}", "must be a quantity such as 250m, 0.5 or 512Mi");
            else if (!quantity.IsPositive)
                report.Add($"{path}.{resource}", "must be above zero");
            else if (resource != "cpu" && !quantity.IsWhole)
                report.Add($"{path}.{resource}", "must be whole bytes; 'm' means thousandths, 'Mi' mebibytes");
            else
                read.Add(resource, quantity);
        }

        return read;
    }
}
