using System.Net;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Gateway;

/// <summary>Writes what a gateway says of itself and of its routes, where that changed.</summary>
internal static class GatewayStatus
{
    private const string Controller = "local-cluster/gateway";

    /// <summary>Says what the gateway makes of a route.</summary>
    public static void Tell(
        IClusterApi api,
        string resource,
        JsonObject route,
        JsonObject parent,
        bool isAccepted,
        string reason,
        string message,
        string? missingBackend,
        DateTimeOffset now,
        string manager)
    {
        var told = route.Copy();
        var parents = told.Ensure("status").Array("parents") ?? [];
        told["status"]!["parents"] = parents.Parent is null ? parents : parents.DeepClone();
        parents = told["status"]!["parents"]!.AsArray();
        var entry = parents.OfType<JsonObject>().FirstOrDefault(p => JsonEquality.Same(p["parentRef"], parent));
        if (entry is null) parents.Add((JsonNode)(entry = new JsonObject { ["parentRef"] = parent.DeepClone(), ["controllerName"] = Controller, ["conditions"] = new JsonArray() }));
        var conditions = entry["conditions"]!.AsArray();
        Set(conditions, "Accepted", isAccepted, reason, message, route.Generation(), now);
        Set(
            conditions, "ResolvedRefs", missingBackend is null, missingBackend is null ? "ResolvedRefs" : "BackendNotFound",
            missingBackend is null ? "All references are resolved" : "a Service of its rules does not exist", route.Generation(), now);
        if (!JsonEquality.Same(told, route)) api.UpdateStatus(resource, told, manager);
    }

    /// <summary>Says that a Gateway serves, and how many routes each listener has.</summary>
    public static void Tell(
        IClusterApi api, JsonObject gateway, IPAddress address, IReadOnlyDictionary<string, List<JsonObject>> attached, DateTimeOffset now, string manager)
    {
        var told = gateway.Copy();
        var status = told.Ensure("status");
        status["addresses"] = new JsonArray(new JsonObject { ["type"] = "IPAddress", ["value"] = address.ToString() });
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        Set(conditions, "Accepted", true, "Accepted", "", gateway.Generation(), now);
        Set(conditions, "Programmed", true, "Programmed", "", gateway.Generation(), now);
        status["listeners"] = new JsonArray([.. gateway.Items("spec", "listeners").Select(listener => (JsonNode)new JsonObject
        {
            ["name"] = listener.Text("name"),
            ["attachedRoutes"] = attached.TryGetValue(listener.Text("name") ?? "", out var routes) ? routes.Count : 0,
            ["supportedKinds"] = new JsonArray(),
            ["conditions"] = new JsonArray(),
        })]);
        if (!JsonEquality.Same(told, gateway)) api.UpdateStatus(GatewayDefinitions.Gateways, told, manager);
    }

    private static void Set(JsonArray conditions, string type, bool holds, string reason, string message, long generation, DateTimeOffset now)
    {
        Conditions.Set(conditions, type, holds ? "True" : "False", reason, message, now);
        Conditions.In(conditions, type)!["observedGeneration"] = generation;
    }
}
