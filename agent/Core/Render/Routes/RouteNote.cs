using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>Something an endpoint asks for that is not to be had in this cluster; the component runs without it.</summary>
/// <param name="Endpoint">Which endpoint.</param>
/// <param name="Visibility">For whom.</param>
/// <param name="Reason">One of <see cref="RouteReasons"/>.</param>
/// <param name="Message">What to install or set.</param>
public sealed record RouteNote(string Endpoint, EndpointVisibility Visibility, string Reason, string Message)
{
    /// <summary>As people read it.</summary>
    public override string ToString() => $"endpoint {Endpoint}, {Visibility.ToString().ToLowerInvariant()}: {Message}";
}

/// <summary>Reasons of the condition <c>Routed</c>.</summary>
public static class RouteReasons
{
    /// <summary>Every gateway has taken its routes.</summary>
    public const string Accepted = nameof(Accepted);

    /// <summary>A gateway has not said yet what it makes of a route.</summary>
    public const string Pending = nameof(Pending);

    /// <summary>A gateway does not take a route, or does not find what it leads to.</summary>
    public const string NotAccepted = nameof(NotAccepted);

    /// <summary>The cluster does not serve the kind of route.</summary>
    public const string GatewayApiMissing = nameof(GatewayApiMissing);

    /// <summary>The policy names no gateway for the visibility.</summary>
    public const string GatewayNotConfigured = nameof(GatewayNotConfigured);

    /// <summary>The policy does not allow the kind of route.</summary>
    public const string KindNotAllowed = nameof(KindNotAllowed);

    /// <summary>The host name of the endpoint would be longer than DNS allows.</summary>
    public const string AddressTooLong = nameof(AddressTooLong);

    /// <summary>The route is there, without something the gateway cannot do.</summary>
    public const string NotSupported = nameof(NotSupported);
}
