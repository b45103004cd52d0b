using Pdp.Core.Intents;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>An endpoint on its way through a gateway.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Visibility">For whom; not the project.</param>
/// <param name="Gateway">The gateway; null when the policy names none.</param>
/// <param name="Outside">What a proxy stands for; null for what runs here.</param>
internal sealed record RoutedEndpoint(
    string Name, EndpointSpec Endpoint, EndpointVisibility Visibility, GatewayRule? Gateway, ProxyTarget? Outside = null)
{
    /// <summary>The field of the policy its gateway stands in.</summary>
    public string PolicyField => Visibility == EndpointVisibility.Public ? "external" : "internal";

    /// <summary>A word for it in names.</summary>
    public string Word => Visibility == EndpointVisibility.Public ? "public" : "org";
}
