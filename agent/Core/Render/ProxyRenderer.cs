using System.Text.Json.Nodes;
using Pdp.Core.Intents;
using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>
/// Renders a Service for something outside: a name by another name (ExternalName), an address by a Service without pods and the
/// EndpointSlice that says where it leads.
/// </summary>
internal static class ProxyRenderer
{
    public static IEnumerable<DesiredObject> Render(ComponentScope scope, JsonArray? ports)
    {
        var target = ProxyTarget.Of(scope.Spec.Proxy!)!;
        if (target.Address is not { } address)
        {
            yield return scope.Object("v1", "Service", scope.Names.Base, ("spec", Sparse.Object(
                ("type", "ExternalName"), ("externalName", target.Host), ("ports", ports))));
            yield break;
        }

        yield return scope.Object("v1", "Service", scope.Names.Base, ("spec", Sparse.Object(("type", "ClusterIP"), ("ports", ports))));
        var labels = scope.Labels.Common();
        labels["kubernetes.io/service-name"] = scope.Names.Base;
        labels["endpointslice.kubernetes.io/managed-by"] = ManagedMetadata.FieldManager;
        yield return scope.Object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            scope.Names.Outside,
            labels,
            [],
            ("addressType", ProxyTarget.IsV6(address) ? "IPv6" : "IPv4"),
            ("endpoints", new JsonArray(Sparse.Object(
                ("addresses", new JsonArray(address.ToString())), ("conditions", Sparse.Object(("ready", true)))))),
            ("ports", ports?.DeepClone()));
    }
}
