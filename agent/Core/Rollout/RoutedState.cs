using Pdp.Core.Health;
using Pdp.Core.Render.Routes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>Whether an intent's endpoints are reached through the gateways they ask for.</summary>
/// <param name="IsRouted">Whether they are; null while a gateway has not said.</param>
/// <param name="Reason">One of <see cref="RouteReasons"/>.</param>
/// <param name="Message">What to do about it; empty when there is nothing to do.</param>
public sealed record RoutedState(bool? IsRouted, string Reason, string Message)
{
    /// <summary>The state; null for an intent that asks for no gateway.</summary>
    /// <param name="notes">What cannot be had in this cluster.</param>
    /// <param name="routes">Health of the routes there are, by the ids the status gives them.</param>
    public static RoutedState? Of(IReadOnlyList<RouteNote> notes, IReadOnlyList<(string Id, ObjectHealth Health)> routes)
    {
        if (notes.Count > 0)
            return new RoutedState(false, notes[0].Reason, string.Join("; ", notes));
        if (routes.Count == 0)
            return null;
        var worst = HealthAssessor.Worst(routes);
        return worst.State switch
        {
            HealthState.Healthy => new RoutedState(true, RouteReasons.Accepted, ""),
            HealthState.Degraded => new RoutedState(false, RouteReasons.NotAccepted, worst.Message),
            _ => new RoutedState(null, RouteReasons.Pending, worst.Message),
        };
    }
}
