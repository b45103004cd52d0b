using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Routing;

/// <summary>
/// Hears of changes of what leads to versions: the group is looked at, and its intents too, whose status says what gateways make of the routes.
/// </summary>
internal sealed class RouteWaker(VersionQueue groups, VersionOffers offers, ReconcileQueue intents) : IObjectObserver
{
    /// <inheritdoc/>
    public void Changed(ObjectKey key, string? label)
    {
        if (label is null || key.Namespace is null) return;
        var group = new VersionGroup(key.Namespace, label);
        groups.Wake(group);
        foreach (var offer in offers.Of(group)) intents.Wake(offer.IntentId);
    }
}
