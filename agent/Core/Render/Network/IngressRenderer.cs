using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Network;

/// <summary>
/// Renders who may call a component: for each endpoint the pods that declare a connection to it, from where its visibility says, and
/// the gateways if it is not for the project alone; the agent, where it measures requests. The pods of a stateful component also talk to one another, since they are members
/// of one cluster.
/// </summary>
internal static class IngressRenderer
{
    public static DesiredObject Render(ComponentScope scope)
    {
        var self = Peers.Component(scope.Metadata.Component!, scope.Metadata.Track ?? "");
        var members = scope.Spec.Type == ComponentType.Stateful ? Peers.Pods(self.DeepClone().AsObject()) : null;
        var endpoints = scope.Containers.Count > 0 ? scope.Endpoints.Select(e => Endpoint(e.Key, e.Value, scope)) : [];
        return scope.Object("networking.k8s.io/v1", "NetworkPolicy", scope.Names.Cell, ("spec", Sparse.Object(
            ("podSelector", self),
            ("policyTypes", new JsonArray("Ingress", "Egress")),
            ("ingress", Sparse.List([.. endpoints, .. Rules("from", members), .. Measured(scope)])),
            ("egress", Sparse.List(Rules("to", members))))));
    }

    private static JsonObject? Endpoint(string name, EndpointSpec endpoint, ComponentScope scope)
    {
        var isForOthers = endpoint.Visibility.Any(visibility => visibility is EndpointVisibility.Organization or EndpointVisibility.Public);
        var callers = EndpointKey.Of(scope.Metadata, name)
            .Select(key => Peers.Pods(Peers.Labelled(key.Label), isForOthers ? Peers.Labelled(Neighbours(scope.Metadata)) : null));
        var gateways = isForOthers ? Gateways(scope).Select(@namespace => Peers.Pods(null, Peers.Namespace(@namespace))) : [];
        var port = Peers.Port(TargetPorts.Of(endpoint, scope).PortName, EndpointRule.TransportOf(endpoint));
        return Sparse.Object(("from", Sparse.List([.. callers, .. gateways])), ("ports", new JsonArray(port)));
    }

    // The agent asks pods of a new revision what they count.
    private static IEnumerable<JsonObject?> Measured(ComponentScope scope)
    {
        var ports = scope.Spec.Rollout.Analysis.Select(analysis => analysis.Requests?.Port).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        JsonNode[] named = [.. ports.Select(port => Peers.Port(port))];
        return named.Length == 0
            ? []
            : [Sparse.Object(("from", new JsonArray(Peers.Pods(null, Peers.Namespace(scope.Context.AgentNamespace)))), ("ports", new JsonArray(named)))];
    }

    // Environments talk only within themselves and their organization.
    private static Dictionary<string, string> Neighbours(IntentMetadata metadata) => new()
    {
        [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager,
        [ManagedMetadata.OrganizationLabel] = metadata.Organization,
        [ManagedMetadata.EnvironmentLabel] = metadata.Environment,
    };

    private static IEnumerable<string> Gateways(ComponentScope scope)
    {
        var policy = scope.Context.Policy;
        return new[] { policy.Gateways.External?.Namespace, policy.Gateways.Internal?.Namespace }.OfType<string>()
            .Concat(policy.Network.GatewayNamespaces)
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<JsonObject?> Rules(string side, JsonObject? members) =>
        members is null ? [] : [Sparse.Object((side, new JsonArray(members.DeepClone())))];
}
