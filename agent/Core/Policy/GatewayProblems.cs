using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>Finds gateways nothing could be routed through, or two endpoints at one address.</summary>
internal static class GatewayProblems
{
    /// <summary>What is wrong with the gateways of a rule set, each with its path.</summary>
    public static IEnumerable<string> In(PolicyRules rules, string path) =>
        Of(rules.Gateways.External, $"{path}.gateways.external").Concat(Of(rules.Gateways.Internal, $"{path}.gateways.internal"));

    private static IEnumerable<string> Of(GatewayRule? gateway, string path)
    {
        if (gateway is null)
            return [];
        return
        [
            .. gateway is { Ingress: null, Namespace: null } or { Ingress: null, Name: null } || (gateway.Name is null) != (gateway.Namespace is null)
                ? (IEnumerable<string>)[$"{path}: must have namespace and name, those of the Gateway; or else ingress"]
                : [],
            .. AddressTemplate.Problems(gateway.Host, gateway.Path).Select(problem => $"{path}.host with path: {problem}"),
            .. AddressTemplate.Problems(gateway.HostOfEndpoint).Select(problem => $"{path}.endpointHost: {problem}"),
        ];
    }
}
