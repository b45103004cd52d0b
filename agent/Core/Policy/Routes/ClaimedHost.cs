using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Routes;

/// <summary>A host name an object claims at a gateway.</summary>
/// <param name="Path">Where in the object.</param>
/// <param name="Name">The name, maybe beginning with <c>*.</c>; empty for every name there is.</param>
internal sealed record ClaimedHost(string Path, string Name)
{
    /// <summary>Every host an object claims; null for what is no route.</summary>
    public static IReadOnlyList<ClaimedHost>? Of(CheckedObject wanted) => wanted.Key switch
    {
        { Group: "gateway.networking.k8s.io" } => OfGatewayApi(wanted),
        { Kind: "Ingress" } => [.. OfIngress(wanted)],
        _ => null,
    };

    private static IReadOnlyList<ClaimedHost> OfGatewayApi(CheckedObject route)
    {
        var hosts = Named(route.Manifest.At("spec", "hostnames"), "spec.hostnames")
            .Concat(route.Manifest.Objects("spec", "listeners").Select((l, i) => new ClaimedHost($"spec.listeners[{i}].hostname", l.Text("hostname"))))
            .ToList();
        // One without a host takes them all.
        return hosts.Count == 0 && route.Key.Kind.EndsWith("Route", StringComparison.Ordinal) ? [new("spec.hostnames", "")] : hosts;
    }

    private static IEnumerable<ClaimedHost> OfIngress(CheckedObject ingress)
    {
        var spec = ingress.Manifest["spec"];
        if (spec.At("defaultBackend") is not null || spec.At("backend") is not null)
            yield return new("spec.defaultBackend", "");
        var rules = spec.Objects("rules").ToList();
        for (var i = 0; i < rules.Count; i++)
            yield return new($"spec.rules[{i}].host", rules[i].Text("host"));
        var tls = spec.Objects("tls").ToList();
        for (var i = 0; i < tls.Count; i++)
        {
            foreach (var named in Named(tls[i]["hosts"], $"spec.tls[{i}].hosts"))
                yield return named;
        }
    }

    private static IEnumerable<ClaimedHost> Named(JsonNode? list, string path) =>
        Json.Texts(list).Select((host, i) => new ClaimedHost($"{path}[{i}]", host));
}
