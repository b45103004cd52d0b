using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>
/// What a gateway does for an endpoint is asked for only where a gateway is on the way, and only of protocols with requests it can see.
/// </summary>
internal sealed class TrafficRule : IComponentRule
{
    private static readonly EndpointProtocol[] _plainHttp = [EndpointProtocol.HTTP, EndpointProtocol.GraphQL];
    private static readonly EndpointProtocol[] _requests = [.. _plainHttp, EndpointProtocol.Grpc];

    public void Check(ComponentSpec spec, RuleReport report)
    {
        foreach (var (name, endpoint) in spec.Endpoints.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            foreach (var (field, protocols) in Asked(endpoint))
            {
                var path = $"spec.endpoints.{name}.{field}";
                if (!protocols.Contains(endpoint.Protocol))
                    report.Add(path, "must be left out: gateways do this for HTTP and GraphQL" + (protocols == _requests ? " and gRPC only" : " only"));
                else if (!endpoint.Visibility.Any(visibility => visibility != EndpointVisibility.Project))
                    report.Add(path, "needs visibility organization or public: within the project no gateway is on the way");
            }

            CheckValues(endpoint, $"spec.endpoints.{name}", report);
        }
    }

    private static IEnumerable<(string Field, EndpointProtocol[] Protocols)> Asked(EndpointSpec endpoint)
    {
        if (endpoint.Cors is not null)
            yield return ("cors", _plainHttp);
        if (endpoint.TimeoutSeconds is not null)
            yield return ("timeoutSeconds", _plainHttp);
        if (endpoint.Retries is not null)
            yield return ("retries", _plainHttp);
        if (endpoint.RateLimit is not null)
            yield return ("rateLimit", _requests);
    }

    private static void CheckValues(EndpointSpec endpoint, string path, RuleReport report)
    {
        if (endpoint.Cors is { Credentials: true } cors && cors.Origins.Contains("*"))
            report.Add($"{path}.cors.credentials", "must not be true for any origin; name the origins");
        if (endpoint.Retries?.PerTryTimeoutSeconds is { } perTry && perTry > endpoint.TimeoutSeconds)
            report.Add($"{path}.retries.perTryTimeoutSeconds", "must not be above timeoutSeconds, in which all tries are");
    }
}
