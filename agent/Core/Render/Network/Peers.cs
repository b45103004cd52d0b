using System.Net;
using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Objects;

namespace Pdp.Core.Render.Network;

/// <summary>The words of network policies: who, and on which ports.</summary>
internal static class Peers
{
    // Kubernetes puts it on every namespace (1.22 and newer).
    private const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>The pods of a component: of one track, of one major version, or without tracks.</summary>
    /// <param name="component">The component.</param>
    /// <param name="version">A track or major version; empty where there are none.</param>
    /// <param name="more">What they carry besides.</param>
    public static JsonObject Component(string component, string version, params ReadOnlySpan<(string Label, string Value)> more)
    {
        var labels = new Dictionary<string, string> { [ManagedMetadata.ComponentLabel] = component };
        if (version.Length > 0) labels[TrackVersion.IsMajor(version) ? ManagedMetadata.MajorLabel : ManagedMetadata.TrackLabel] = version;
        foreach (var (label, value) in more) labels[label] = value;
        var without = version.Length > 0 ? null : new JsonArray(new JsonObject { ["key"] = ManagedMetadata.TrackLabel, ["operator"] = "DoesNotExist" });
        return Sparse.Object(("matchExpressions", without), ("matchLabels", Sparse.Map(labels)))!;
    }

    /// <summary>Whoever carries a label.</summary>
    public static JsonObject Labelled(string label) => Labelled(new Dictionary<string, string> { [label] = "true" });

    /// <summary>Whoever carries all of some labels.</summary>
    public static JsonObject Labelled(IEnumerable<KeyValuePair<string, string>> labels) => Sparse.Object(("matchLabels", Sparse.Map(labels)))!;

    /// <summary>A namespace by its name.</summary>
    public static JsonObject Namespace(string name) => Labelled(new Dictionary<string, string> { [NamespaceName] = name });

    /// <summary>Pods, in the policy's own namespace or in others.</summary>
    public static JsonObject Pods(JsonObject? pods, JsonObject? namespaces = null) =>
        Sparse.Object(("namespaceSelector", namespaces), ("podSelector", pods))!;

    /// <summary>A port by name or number.</summary>
    public static JsonObject Port(JsonNode port, string protocol = "TCP") => new() { ["port"] = port, ["protocol"] = protocol };

    /// <summary>One address.</summary>
    public static JsonObject Address(IPAddress address) =>
        Block($"{address}/{address.GetAddressBytes().Length * 8}", []);

    /// <summary>Every address but those of some networks.</summary>
    public static IEnumerable<JsonObject> Anywhere(IReadOnlyList<string> except)
    {
        yield return Block("0.0.0.0/0", [.. except.Where(network => !network.Contains(':', StringComparison.Ordinal))]);
        yield return Block("::/0", [.. except.Where(network => network.Contains(':', StringComparison.Ordinal))]);
    }

    private static JsonObject Block(string cidr, IReadOnlyList<string> except) => Sparse.Object(("ipBlock", Sparse.Object(
        ("cidr", cidr), ("except", Sparse.List(except.Order(StringComparer.Ordinal).Select(network => (JsonNode)network))))))!;
}
