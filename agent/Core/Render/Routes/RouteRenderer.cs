using System.Text.Json.Nodes;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>Renders what leads from the customer's gateways to a component's endpoints.</summary>
internal sealed class RouteRenderer(ComponentScope scope, RouteIdentity identity)
{
    private readonly List<DesiredObject> _objects = [];
    private readonly List<RouteNote> _notes = [];
    private readonly Dictionary<(string Endpoint, EndpointVisibility Visibility), string> _urls = [];

    /// <summary>Renders the routes of every endpoint that is reached through a gateway.</summary>
    public RenderedRoutes Render()
    {
        var gateways = scope.Context.Policy.Gateways;
        var outside = scope.Spec.Proxy is { } proxy ? ProxyTarget.Of(proxy) : null;
        foreach (var (name, endpoint) in scope.Endpoints)
        {
            if (endpoint.Visibility.Contains(EndpointVisibility.Organization))
                Render(new RoutedEndpoint(name, endpoint, EndpointVisibility.Organization, gateways.Internal, outside));
            if (endpoint.Visibility.Contains(EndpointVisibility.Public))
                Render(new RoutedEndpoint(name, endpoint, EndpointVisibility.Public, gateways.External, outside));
        }

        return new RenderedRoutes(_objects, _notes, _urls);
    }

    private void Render(RoutedEndpoint routed)
    {
        var kind = RouteKinds.Of(routed.Endpoint.Protocol);
        var apiVersion = RouteKinds.ApiVersionOf(scope.Context.Kinds, RouteKinds.Group, kind);
        var ingress = kind == RouteKinds.Http && (apiVersion is null || routed.Gateway?.Name is null) ? routed.Gateway?.Ingress : null;
        if (ingress is not null)
            AddIngress(routed, ingress);
        else if (apiVersion is null)
            Note(routed, RouteReasons.GatewayApiMissing, MissingText(kind, routed));
        else if (routed.Gateway?.Name is null)
            Note(routed, RouteReasons.GatewayNotConfigured, $"the policy names no Gateway for it; set rules.gateways.{routed.PolicyField}");
        else
            AddRoute(routed, apiVersion, kind);
    }

    private void AddRoute(RoutedEndpoint routed, string apiVersion, string kind)
    {
        var gateway = routed.Gateway!;
        var address = kind == "GRPCRoute"
            ? RouteAddress.Own(gateway, scope.Metadata, routed.Name, identity.Major)
            : RouteAddress.Shared(gateway, scope.Metadata, routed.Name, identity.Major);
        if (!IsPossible(routed, address, RouteKinds.Group, kind))
            return;
        var name = identity.NameOf(routed.Word, routed.Name);
        var traffic = new TrafficRenderer(scope.Context, routed, name, kind);
        Add(apiVersion, kind, name, ("spec", RouteSpecs.Of(routed, address, scope.Names.Base, traffic)));
        foreach (var (policyVersion, policyKind, spec) in traffic.Policies())
            Add(policyVersion, policyKind, name, ("spec", spec));
        _notes.AddRange(traffic.Notes);
        _urls[(routed.Name, routed.Visibility)] = address.Url(gateway, routed.Endpoint);
    }

    private void AddIngress(RoutedEndpoint routed, IngressRule ingress)
    {
        var address = RouteAddress.Own(routed.Gateway!, scope.Metadata, routed.Name, identity.Major);
        if (!IsPossible(routed, address, "networking.k8s.io", "Ingress"))
            return;
        var path = routed.Endpoint.BasePath ?? "/";
        Add("networking.k8s.io/v1", "Ingress", identity.NameOf(routed.Word, routed.Name), ("spec", RouteSpecs.Ingress(routed, ingress, address, path, scope.Names.Base)));
        _notes.AddRange(TrafficRenderer.NothingFor(routed, "an Ingress has no field for it"));
        _urls[(routed.Name, routed.Visibility)] = (address with { Path = routed.Endpoint.BasePath ?? "" }).Url(routed.Gateway!, routed.Endpoint);
    }

    private bool IsPossible(RoutedEndpoint routed, RouteAddress address, string group, string kind)
    {
        if (!scope.Context.Policy.Allows($"{group}/{kind}"))
            Note(routed, RouteReasons.KindNotAllowed, $"the policy does not allow {group}/{kind}; add it to rules.kinds.allow");
        else if (!address.IsPossible)
            Note(routed, RouteReasons.AddressTooLong, "its host name would have more than 253 characters; shorten names, or the policy's template");
        else
            return true;
        return false;
    }

    private void Add(string apiVersion, string kind, string name, params ReadOnlySpan<(string Name, JsonNode? Value)> body) =>
        _objects.Add(scope.Object(apiVersion, kind, name, new Dictionary<string, string>(identity.Labels), [], body));

    private void Note(RoutedEndpoint routed, string reason, string message) =>
        _notes.Add(new RouteNote(routed.Name, routed.Visibility, reason, message));

    private static string MissingText(string kind, RoutedEndpoint routed)
    {
        var install = $"the cluster does not serve {kind} of {RouteKinds.Group}; install the Gateway API";
        return kind == RouteKinds.Http ? $"{install}, or set rules.gateways.{routed.PolicyField}.ingress in the policy" : install;
    }
}

/// <summary>The routes of a component.</summary>
/// <param name="Objects">What is to be applied.</param>
/// <param name="Notes">What cannot be had here.</param>
/// <param name="Urls">Where endpoints are reached, by for whom.</param>
internal sealed record RenderedRoutes(
    IReadOnlyList<DesiredObject> Objects,
    IReadOnlyList<RouteNote> Notes,
    IReadOnlyDictionary<(string Endpoint, EndpointVisibility Visibility), string> Urls);
