using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>Routes take only host names below the domains on the list, and lead nowhere but into their own namespace.</summary>
internal sealed class RouteRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "routes";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        var isGateway = wanted.Key.Group == "gateway.networking.k8s.io";
        var hosts = isGateway ? OfGatewayApi(wanted) : wanted.Key is { Kind: "Ingress" } ? OfIngress(wanted) : null;
        if (hosts is null)
            return [];
        var wrong = rules.Routes.Hosts is { } domains
            ? hosts.Where(host => !domains.Any(domain => IsBelow(host.Host, domain)))
                .Select(host => wanted.Finding(host.Path, $"must be in one of {string.Join(", ", domains)}"))
            : [];
        return wrong.Concat(Elsewhere(wanted.Manifest["spec"], "spec", request.Namespace).Select(path =>
            wanted.Finding(path, "must be left out: a route leads to its own namespace")));
    }

    private static IEnumerable<(string Path, string Host)> OfGatewayApi(CheckedObject route)
    {
        var hosts = Named(route.Manifest.At("spec", "hostnames"), "spec.hostnames")
            .Concat(route.Manifest.Objects("spec", "listeners").Select((l, i) => ($"spec.listeners[{i}].hostname", l.Text("hostname"))))
            .ToList();
        // One without a host takes them all.
        return hosts.Count == 0 && route.Key.Kind.EndsWith("Route", StringComparison.Ordinal) ? [("spec.hostnames", "")] : hosts;
    }

    private static IEnumerable<(string Path, string Host)> OfIngress(CheckedObject ingress)
    {
        var spec = ingress.Manifest["spec"];
        if (spec.At("defaultBackend") is not null || spec.At("backend") is not null)
            yield return ("spec.defaultBackend", "");
        var rules = spec.Objects("rules").ToList();
        for (var i = 0; i < rules.Count; i++)
            yield return ($"spec.rules[{i}].host", rules[i].Text("host"));
        var tls = spec.Objects("tls").ToList();
        for (var i = 0; i < tls.Count; i++)
        {
            foreach (var named in Named(tls[i]["hosts"], $"spec.tls[{i}].hosts"))
                yield return named;
        }
    }

    private static IEnumerable<(string Path, string Host)> Named(JsonNode? list, string path) =>
        Json.Texts(list).Select((host, i) => ($"{path}[{i}]", host));

    private static bool IsBelow(string host, string domain)
    {
        var plain = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return plain.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || plain.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    // Gateways may be elsewhere, they take routes from where they like; what a route leads to may not.
    private static IEnumerable<string> Elsewhere(JsonNode? node, string path, string own) => node switch
    {
        JsonObject o => o.Where(member => member.Key != "parentRefs").SelectMany(member =>
            member.Key == "namespace" && member.Value is not null && member.Value.ToString() != own
                ? [$"{path}.namespace"]
                : Elsewhere(member.Value, $"{path}.{member.Key}", own)),
        JsonArray a => a.SelectMany((item, i) => Elsewhere(item, $"{path}[{i}]", own)),
        _ => [],
    };
}
