using System.Text.Json.Nodes;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders the Service all endpoints share, and for a stateful component the one that names its pods.</summary>
internal static class ServiceRenderer
{
    public static IEnumerable<DesiredObject> Render(ComponentScope scope) =>
        scope.Spec.Type == ComponentType.Proxy ? ProxyRenderer.Render(scope, Ports(scope)) : ForPods(scope);

    private static IEnumerable<DesiredObject> ForPods(ComponentScope scope)
    {
        if (scope.Endpoints.Count > 0)
        {
            yield return scope.Object("v1", "Service", scope.Names.Base, ("spec", SpecOf(scope)));
        }

        if (scope.Spec.Type == ComponentType.Stateful)
        {
            // Members of a cluster look for each other before any of them is ready.
            yield return scope.Object("v1", "Service", scope.Names.Headless, ("spec", Sparse.Object(
                ("type", "ClusterIP"),
                ("clusterIP", "None"),
                ("publishNotReadyAddresses", true),
                ("selector", Sparse.Map(scope.Labels.Selector())),
                ("ports", Ports(scope)))));
        }
    }

    /// <summary>The spec of a Service that leads to the component's pods.</summary>
    public static JsonObject? SpecOf(ComponentScope scope) => Sparse.Object(
        ("type", "ClusterIP"), ("selector", Sparse.Map(scope.Selector())), ("ports", Ports(scope)));

    private static JsonArray? Ports(ComponentScope scope) => Sparse.List(scope.Endpoints.Select(endpoint => Sparse.Object(
        ("name", endpoint.Key),
        ("port", endpoint.Value.Port),
        ("targetPort", scope.Spec.Type == ComponentType.Proxy ? null : TargetPorts.Of(endpoint.Value, scope).PortName),
        ("protocol", EndpointRule.TransportOf(endpoint.Value)),
        ("appProtocol", AppProtocolOf(endpoint.Value.Protocol, scope)))));

    // What gateways and meshes read; the prefixed names are from Kubernetes' own list (Service, appProtocol).
    private static string? AppProtocolOf(EndpointProtocol protocol, ComponentScope scope) => protocol switch
    {
        EndpointProtocol.HTTP or EndpointProtocol.GraphQL when IsTls(scope) => "https",
        EndpointProtocol.HTTP or EndpointProtocol.GraphQL => "http",
        EndpointProtocol.Grpc => "kubernetes.io/h2c",
        EndpointProtocol.WebSocket => "kubernetes.io/ws",
        _ => null,
    };

    private static bool IsTls(ComponentScope scope) => scope.Spec.Proxy is { } proxy && ProxyTarget.Of(proxy)?.IsTls == true;
}
