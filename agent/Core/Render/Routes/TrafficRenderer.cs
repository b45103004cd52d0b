using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Routes;

/// <summary>
/// What a gateway does with the requests of one route. In the route itself where the cluster's Gateway API has a field for it, else in Envoy
/// Gateway's own policies where the cluster has those; what neither can is told.
/// </summary>
internal sealed class TrafficRenderer(RenderContext context, RoutedEndpoint routed, string route, string kind)
{
    private static readonly int[] _retriedByDefault = [502, 503, 504];

    private readonly GatewayFacts _fields = kind == RouteKinds.Http ? context.Gateways : new GatewayFacts();
    private readonly List<RouteNote> _notes = [];

    private EndpointSpec Endpoint => routed.Endpoint;

    /// <summary>What was asked for and cannot be had; whole once <see cref="Policies"/> was read.</summary>
    public IReadOnlyList<RouteNote> Notes => _notes;

    /// <summary>Notes for everything an endpoint asks of its gateway.</summary>
    public static IEnumerable<RouteNote> NothingFor(RoutedEndpoint routed, string why)
    {
        var endpoint = routed.Endpoint;
        (string Field, bool IsAsked)[] fields =
        [
            ("cors", endpoint.Cors is not null), ("timeoutSeconds", endpoint.TimeoutSeconds is not null),
            ("retries", endpoint.Retries is not null), ("rateLimit", endpoint.RateLimit is not null),
        ];
        return fields.Where(field => field.IsAsked).Select(field => Note(routed, field.Field, why));
    }

    /// <summary>The filter for CORS; null where there is none to be in the route.</summary>
    public JsonObject? CorsFilter() => !_fields.Cors || Endpoint.Cors is not { } cors
        ? null
        : Sparse.Object(("type", "CORS"), ("cors", Sparse.Object([.. Cors(cors), ("maxAge", cors.MaxAgeSeconds)])));

    /// <summary>Timeouts of the rule; null where there are none to be in the route.</summary>
    public JsonObject? Timeouts() => !_fields.Timeouts
        ? null
        : Sparse.Object(
            ("request", Seconds(Endpoint.TimeoutSeconds)),
            ("backendRequest", _fields.Retry ? Seconds(Endpoint.Retries?.PerTryTimeoutSeconds) : null));

    /// <summary>Retries of the rule; null where there are none to be in the route.</summary>
    public JsonObject? Retry() => !_fields.Retry || Endpoint.Retries is not { } retries
        ? null
        : Sparse.Object(("attempts", retries.Attempts), ("codes", Codes(retries)));

    /// <summary>The gateway's own policies for what the route has no fields for.</summary>
    public IEnumerable<(string ApiVersion, string Kind, JsonObject? Spec)> Policies()
    {
        var traffic = Sparse.Object(
            ("timeout", _fields.Timeouts || Endpoint.TimeoutSeconds is null
                ? null
                : Sparse.Object(("http", Sparse.Object(("requestTimeout", Seconds(Endpoint.TimeoutSeconds)))))),
            ("retry", _fields.Retry || Endpoint.Retries is not { } retries ? null : EnvoyRetry(retries)),
            ("rateLimit", Endpoint.RateLimit is { } limit ? EnvoyLimit(limit) : null));
        var security = _fields.Cors || Endpoint.Cors is not { } cors
            ? null
            : Sparse.Object(("cors", Sparse.Object([.. Cors(cors), ("maxAge", Seconds(cors.MaxAgeSeconds))])));
        return new[] { Policy("BackendTrafficPolicy", traffic), Policy("SecurityPolicy", security) }.OfType<(string, string, JsonObject?)>();
    }

    private (string ApiVersion, string Kind, JsonObject? Spec)? Policy(string policy, JsonObject? asked)
    {
        if (asked is null)
            return null;
        var apiVersion = RouteKinds.ApiVersionOf(context.Kinds, RouteKinds.EnvoyGroup, policy);
        var problem = apiVersion is null ? $"neither the cluster's {kind} nor a {policy} of its gateway has it"
            : context.Policy.Allows($"{RouteKinds.EnvoyGroup}/{policy}") ? null
            : $"the policy does not allow {RouteKinds.EnvoyGroup}/{policy}; add it to rules.kinds.allow";
        if (problem is not null)
        {
            _notes.AddRange(asked.Select(field => Note(routed, field.Key, problem)));
            return null;
        }

        var target = Sparse.Object(("group", RouteKinds.Group), ("kind", kind), ("name", route));
        asked.Insert(0, "targetRefs", new JsonArray(target));
        return (apiVersion!, policy, asked);
    }

    private static RouteNote Note(RoutedEndpoint routed, string what, string why) =>
        new(routed.Name, routed.Visibility, RouteReasons.NotSupported, $"goes without {what}: {why}");

    private static (string Name, JsonNode? Value)[] Cors(CorsSpec cors) =>
    [
        ("allowOrigins", Texts(cors.Origins)),
        ("allowMethods", Texts(cors.Methods)),
        ("allowHeaders", Texts(cors.Headers)),
        ("allowCredentials", cors.Credentials ? true : null),
    ];

    private static JsonObject? EnvoyRetry(RetrySpec retries) => Sparse.Object(
        ("numRetries", retries.Attempts),
        ("retryOn", Sparse.Object(("triggers", new JsonArray("retriable-status-codes", "connect-failure")), ("httpStatusCodes", Codes(retries)))),
        ("perRetry", Sparse.Object(("timeout", Seconds(retries.PerTryTimeoutSeconds)))));

    private static JsonObject? EnvoyLimit(RateLimitSpec limit) => Sparse.Object(
        ("type", "Local"),
        ("local", Sparse.Object(("rules", new JsonArray(Sparse.Object(
            ("limit", Sparse.Object(("requests", limit.Requests), ("unit", limit.Per.ToString())))))))));

    private static JsonArray? Codes(RetrySpec retries) =>
        Sparse.List((retries.On.Count > 0 ? retries.On : _retriedByDefault).Select(code => (JsonNode)code));

    private static JsonArray? Texts(IReadOnlyList<string> texts) => Sparse.List(texts.Select(text => (JsonNode)text));

    private static JsonNode? Seconds(int? seconds) => seconds is { } s ? $"{s}s" : null;
}
