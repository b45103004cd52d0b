using Pdp.Core.Objects;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Routing;

/// <summary>Has a major version looked at when the endpoints of one of its versions come or go.</summary>
internal sealed class EndpointWaker(VersionQueue groups, VersionOffers offers) : IObjectObserver
{
    /// <inheritdoc/>
    public void Changed(ObjectKey key, string? intentId)
    {
        if (key.Kind == "EndpointSlice" && intentId is not null && offers.GroupOf(intentId) is { } group) groups.Wake(group);
    }
}
