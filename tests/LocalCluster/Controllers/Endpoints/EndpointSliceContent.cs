using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Endpoints;

/// <summary>What the slices of a Service should hold: endpoints with the same ports together, at most a hundred a slice.</summary>
internal static class EndpointSliceContent
{
    public const string ServiceLabel = "kubernetes.io/service-name";
    public const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    public const string ManagedBy = "endpointslice-controller.k8s.io";
    private const int MostPerSlice = 100;

    /// <summary>The slices, without names. There is always at least one.</summary>
    public static List<JsonObject> Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        var groups = ServiceEndpoint.Of(service, pods)
            .Select(endpoint => (Endpoint: endpoint, Ports: PortsJson(endpoint.Ports(service))))
            .GroupBy(pair => pair.Ports.ToJsonString(), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Chunk(MostPerSlice))
            .Select(chunk => Slice(service, chunk[0].Ports, [.. chunk.Select(pair => EndpointJson(service, pair.Endpoint))]))
            .ToList();
        if (groups.Count == 0) groups.Add(Slice(service, null, null));
        return groups;
    }

    private static JsonObject Slice(JsonObject service, JsonArray? ports, JsonArray? endpoints)
    {
        var labels = service.Object("metadata", "labels")?.Copy() ?? [];
        labels[ServiceLabel] = service.Name();
        labels[ManagedByLabel] = ManagedBy;
        if (service.Text("spec", "clusterIP") == "None") labels["service.kubernetes.io/headless"] = "";
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = service.Name() + "-",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(OwnerReference.ControllerRef(service, "v1", "Service").ToJson()),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports?.DeepClone(),
        };
    }

    private static JsonArray PortsJson(IReadOnlyList<(JsonObject Port, int Number)> ports) => [.. ports.Select(port =>
    {
        var json = new JsonObject { ["name"] = port.Port.Text("name") ?? "", ["port"] = port.Number, ["protocol"] = port.Port.Text("protocol") ?? "TCP" };
        if (port.Port.Text("appProtocol") is { } application) json["appProtocol"] = application;
        return json;
    })];

    private static JsonObject EndpointJson(JsonObject service, ServiceEndpoint endpoint)
    {
        var json = new JsonObject
        {
            ["addresses"] = new JsonArray(endpoint.Address),
            ["conditions"] = new JsonObject { ["ready"] = endpoint.Ready, ["serving"] = endpoint.Serving, ["terminating"] = endpoint.Terminating },
            ["nodeName"] = endpoint.Pod.Text("spec", "nodeName"),
            ["targetRef"] = new JsonObject
            {
                ["kind"] = "Pod",
                ["name"] = endpoint.Pod.Name(),
                ["namespace"] = endpoint.Pod.Namespace(),
                ["uid"] = endpoint.Pod.Uid(),
            },
        };
        // Only a headless Service with this name gives the pod a host name of its own.
        if (endpoint.Pod.Text("spec", "hostname") is { Length: > 0 } host && endpoint.Pod.Text("spec", "subdomain") == service.Name()) json["hostname"] = host;
        return json;
    }
}
