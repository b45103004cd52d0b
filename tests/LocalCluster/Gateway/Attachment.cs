using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Gateway;

/// <summary>Whether a route may attach to a gateway, and what the gateway says of it.</summary>
internal sealed class Attachment(IClusterApi api)
{
    /// <summary>Every parent of a route that is a Gateway.</summary>
    public static IEnumerable<(JsonObject Ref, ObjectKey Gateway)> Parents(JsonObject route) => route.Items("spec", "parentRefs")
        .Where(parent => (parent.Text("kind") ?? "Gateway") == "Gateway")
        .Select(parent => (parent, new ObjectKey(parent.Text("namespace") ?? route.Namespace(), parent.Text("name") ?? "")));

    /// <summary>The names of the listeners a route attaches to by one of its parents, or why it does not.</summary>
    public (IReadOnlyList<string> Listeners, string Reason, string Message) Listeners(JsonObject gateway, JsonObject route, JsonObject parent)
    {
        var named = gateway.Items("spec", "listeners").Where(listener => parent.Text("sectionName") is not { } section || listener.Text("name") == section).ToList();
        if (named.Count == 0) return ([], "NoMatchingParent", "the gateway has no listener of that name");
        var fitting = named.Where(listener => Fits(listener.Text("protocol") ?? "", route.Text("kind") ?? "")).ToList();
        if (fitting.Count == 0) return ([], "NotAllowedByListeners", "no listener speaks the protocol of this kind of route");
        var open = fitting.Where(listener => IsOpen(gateway, listener, route)).Select(listener => listener.Text("name") ?? "").ToList();
        return open.Count == 0 ? ([], "NotAllowedByListeners", "the listener takes no routes from this namespace") : (open, "Accepted", "Route is accepted");
    }

    /// <summary>The Service a route names and that is not there; null when all are.</summary>
    public string? MissingBackend(JsonObject route) => route.Items("spec", "rules").SelectMany(rule => rule.Items("backendRefs"))
        .FirstOrDefault(backend => api.Get("services", backend.Text("namespace") ?? route.Namespace(), backend.Text("name") ?? "") is null)
        .Text("name");

    private static bool Fits(string protocol, string kind) => kind switch
    {
        "TCPRoute" => protocol == "TCP",
        "UDPRoute" => protocol == "UDP",
        _ => protocol is "HTTP" or "HTTPS",
    };

    // Without a word a listener takes routes of its own namespace only, as the Gateway API has it.
    private bool IsOpen(JsonObject gateway, JsonObject listener, JsonObject route) => listener.Text("allowedRoutes", "namespaces", "from") switch
    {
        "All" => true,
        "Selector" => listener.Object("allowedRoutes", "namespaces", "selector", "matchLabels") is { } wanted
            && api.Get("namespaces", null, route.Namespace() ?? "") is { } ns && LabelSelector.MatchesMap(wanted, ns.Object("metadata", "labels")),
        _ => gateway.Namespace() == route.Namespace(),
    };
}
