using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Endpoints;

/// <summary>The older Endpoints object of a Service, which older <c>kubectl describe</c> still reads.</summary>
internal static class EndpointsContent
{
    public static JsonObject Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        var subsets = new JsonArray();
        var groups = ServiceEndpoint.Of(service, pods).Where(endpoint => !endpoint.Terminating || endpoint.Ready)
            .GroupBy(endpoint => PortsJson(endpoint.Ports(service)).ToJsonString(), StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var subset = new JsonObject();
            if (group.Any(endpoint => endpoint.Ready)) subset["addresses"] = Addresses(group.Where(endpoint => endpoint.Ready));
            if (group.Any(endpoint => !endpoint.Ready)) subset["notReadyAddresses"] = Addresses(group.Where(endpoint => !endpoint.Ready));
            if (group.First().Ports(service) is { Count: > 0 } ports) subset["ports"] = PortsJson(ports);
            subsets.Add(subset);
        }

        var labels = service.Object("metadata", "labels")?.Copy() ?? [];
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        var endpoints = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace(), ["labels"] = labels },
        };
        if (subsets.Count > 0) endpoints["subsets"] = subsets;
        return endpoints;
    }

    private static JsonArray PortsJson(IReadOnlyList<(JsonObject Port, int Number)> ports) => [.. ports.Select(port =>
    {
        var json = new JsonObject { ["port"] = port.Number, ["protocol"] = port.Port.Text("protocol") ?? "TCP" };
        if (port.Port.Text("name") is { Length: > 0 } name) json["name"] = name;
        return json;
    })];

    private static JsonArray Addresses(IEnumerable<ServiceEndpoint> endpoints) => [.. endpoints.Select(endpoint => new JsonObject
    {
        ["ip"] = endpoint.Address,
        ["nodeName"] = endpoint.Pod.Text("spec", "nodeName"),
        ["targetRef"] = new JsonObject
        {
            ["kind"] = "Pod",
            ["name"] = endpoint.Pod.Name(),
            ["namespace"] = endpoint.Pod.Namespace(),
            ["uid"] = endpoint.Pod.Uid(),
        },
    })];
}
