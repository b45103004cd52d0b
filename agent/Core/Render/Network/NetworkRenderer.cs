using System.Net;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Network;

/// <summary>Renders the network policies of a component.</summary>
internal static class NetworkRenderer
{
    /// <summary>The policies; none where components are not kept apart.</summary>
    public static IEnumerable<DesiredObject> Render(ComponentScope scope)
    {
        if (!Cell.IsIsolated(scope.Context)) return [];
        var shared = DefaultDenyRenderer.Render(scope.Namespace, scope.Labels, scope.Context.Policy.Network);
        return scope.Spec.Type == ComponentType.Proxy ? [shared] : [shared, IngressRenderer.Render(scope), .. new EgressRenderer(scope).Render()];
    }

    /// <summary>Why connections to the outside must not be.</summary>
    public static IReadOnlyList<RefusalReason> Refusals(ComponentScope scope)
    {
        var network = scope.Context.Policy.Network;
        return
        [
            .. from connection in scope.Connections
               where connection.Value.Provider is null
               let problem = network.External == ExternalAccess.Deny ? "connections to what is outside the cluster are not allowed here"
                   : Cell.IsIsolated(scope.Context) ? Unreachable(connection.Value.Host.Trim('[', ']'), network)
                   : null
               where problem is not null
               select new RefusalReason(FailureReason.PolicyDenied, $"spec.connections.{connection.Key}.url", $"policy.network: {problem}"),
        ];
    }

    private static string? Unreachable(string host, NetworkRules network)
    {
        if (!IPAddress.TryParse(host, out var address))
            return ProxyTarget.IsOfCluster(host) ? "must not name something inside the cluster; connect to a component with to" : null;
        return network.Private.Any(one => IPNetwork.TryParse(one, out var known) && known.Contains(address))
            ? "must not be an address of the cluster or of a private network"
            : null;
    }
}
