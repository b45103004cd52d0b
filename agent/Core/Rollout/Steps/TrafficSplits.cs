using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>Finds what can share requests out between two revisions.</summary>
public static class TrafficSplits
{
    /// <summary>The best there is: weights where a route leads to both, else the numbers of their pods.</summary>
    public static TrafficSplit Of(RolloutStrategy strategy, RenderResult before, RenderResult after)
    {
        if (strategy == RolloutStrategy.BlueGreen)
            return TrafficSplit.Service;
        var routes = RoutesOf(before).ToHashSet();
        return RoutesOf(after).Any(routes.Contains) ? TrafficSplit.Routes : TrafficSplit.Replicas;
    }

    private static IEnumerable<(string, string, string?, string)> RoutesOf(RenderResult rendered) => rendered.Objects
        .Concat(rendered.Stable?.Objects ?? [])
        .Where(o => LeadingKinds.IsRoute(o.Key))
        .Select(o => o.Key.Identity);
}
