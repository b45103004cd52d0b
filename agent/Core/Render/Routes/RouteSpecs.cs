using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>The specs of routes, by kind.</summary>
internal static class RouteSpecs
{
    /// <summary>The spec of a route of the Gateway API.</summary>
    public static JsonObject? Of(RoutedEndpoint routed, RouteAddress address, string service, TrafficRenderer traffic) =>
        routed.Endpoint.Protocol switch
        {
            EndpointProtocol.TCP => Plain(routed, service, Section(routed.Gateway!.TcpSection, routed)),
            EndpointProtocol.UDP => Plain(routed, service, Section(routed.Gateway!.UdpSection, routed)),
            EndpointProtocol.Grpc => Sparse.Object(
                ("parentRefs", Parents(routed, routed.Gateway!.Section)),
                ("hostnames", new JsonArray(address.Host)),
                ("rules", new JsonArray(Sparse.Object(("backendRefs", Backends(routed, service)))))),
            _ => Http(routed, address, service, traffic),
        };

    /// <summary>The spec of an Ingress: a host for each endpoint, since it cannot rewrite paths.</summary>
    public static JsonObject? Ingress(RoutedEndpoint routed, IngressRule ingress, RouteAddress address, string path, string service)
    {
        var backend = Sparse.Object(("service", Sparse.Object(
            ("name", service), ("port", Sparse.Object(("number", routed.Endpoint.Port))))));
        return Sparse.Object(
            ("ingressClassName", ingress.ClassName),
            ("tls", ingress.TlsSecret is { } secret
                ? new JsonArray(Sparse.Object(("hosts", new JsonArray(address.Host)), ("secretName", secret)))
                : null),
            ("rules", new JsonArray(Sparse.Object(
                ("host", address.Host),
                ("http", Sparse.Object(("paths", new JsonArray(Sparse.Object(
                    ("path", path), ("pathType", "Prefix"), ("backend", backend))))))))));
    }

    private static JsonObject? Http(RoutedEndpoint routed, RouteAddress address, string service, TrafficRenderer traffic)
    {
        var path = address.Path.Length == 0 ? "/" : address.Path;
        var basePath = $"{routed.Outside?.Path}{routed.Endpoint.BasePath}".TrimEnd('/');
        var replacement = basePath.Length == 0 ? "/" : basePath;
        var rewritten = Sparse.Object(
            // Servers outside tell their sites apart by their own name.
            ("hostname", routed.Outside is { Address: null } named ? named.Host : null),
            ("path", path == replacement
                ? null
                : Sparse.Object(("type", "ReplacePrefixMatch"), ("replacePrefixMatch", replacement))));
        var rewrite = rewritten is null ? null : Sparse.Object(("type", "URLRewrite"), ("urlRewrite", rewritten));
        var rule = Sparse.Object(
            ("matches", new JsonArray(Sparse.Object(("path", Sparse.Object(("type", "PathPrefix"), ("value", path)))))),
            ("filters", Sparse.List(new[] { traffic.CorsFilter(), rewrite }.Where(filter => filter is not null))),
            ("timeouts", traffic.Timeouts()),
            ("retry", traffic.Retry()),
            ("backendRefs", Backends(routed, service)));
        return Sparse.Object(
            ("parentRefs", Parents(routed, routed.Gateway!.Section)), ("hostnames", new JsonArray(address.Host)), ("rules", new JsonArray(rule)));
    }

    private static JsonObject? Plain(RoutedEndpoint routed, string service, string section) => Sparse.Object(
        ("parentRefs", Parents(routed, section)), ("rules", new JsonArray(Sparse.Object(("backendRefs", Backends(routed, service))))));

    private static JsonArray Parents(RoutedEndpoint routed, string? section) => new(Sparse.Object(
        ("namespace", routed.Gateway!.Namespace), ("name", routed.Gateway.Name), ("sectionName", section)));

    private static JsonArray Backends(RoutedEndpoint routed, string service) =>
        new(Sparse.Object(("name", service), ("port", routed.Endpoint.Port)));

    private static string Section(string template, RoutedEndpoint routed) =>
        template.Replace("{port}", routed.Endpoint.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
