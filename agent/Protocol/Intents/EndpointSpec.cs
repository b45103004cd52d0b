using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>An endpoint: an API of its own.</summary>
public sealed record EndpointSpec
{
    /// <summary>The port others use, 1..65535; also the container's port unless <see cref="TargetPort"/> says otherwise.</summary>
    public required int Port { get; init; }

    /// <summary>Name or number of the container port; <see cref="Port"/> when absent.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? TargetPort { get; init; }

    /// <summary>What is spoken there.</summary>
    public EndpointProtocol Protocol { get; init; }

    /// <summary>Who may call; the project alone when empty.</summary>
    public IReadOnlyList<EndpointVisibility> Visibility { get; init => field = value ?? []; } = [];

    /// <summary>Path prefix of the API, starting with <c>/</c>.</summary>
    public string? BasePath { get; init; }

    /// <summary>The API's version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>What the API looks like; null when nobody says.</summary>
    public EndpointSchema? Schema { get; init; }

    /// <summary>Which web pages of other origins may call; null: the gateway adds nothing.</summary>
    public CorsSpec? Cors { get; init; }

    /// <summary>Seconds a gateway gives a request, 1..3600; null: as long as the gateway does by itself.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Which requests a gateway tries again; null: none but those it does by itself.</summary>
    public RetrySpec? Retries { get; init; }

    /// <summary>How much a gateway lets through; null: everything.</summary>
    public RateLimitSpec? RateLimit { get; init; }
}

/// <summary>What an endpoint speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndpointProtocol>))]
public enum EndpointProtocol
{
    /// <summary>HTTP/1.1 or HTTP/2.</summary>
    HTTP,

    /// <summary>gRPC.</summary>
    [JsonStringEnumMemberName("gRPC")]
    Grpc,

    /// <summary>GraphQL over HTTP.</summary>
    GraphQL,

    /// <summary>WebSocket.</summary>
    WebSocket,

    /// <summary>Any TCP.</summary>
    TCP,

    /// <summary>Any UDP.</summary>
    UDP,
}

/// <summary>Who may call an endpoint.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EndpointVisibility>))]
public enum EndpointVisibility
{
    /// <summary>Components of the same project and environment.</summary>
    Project,

    /// <summary>Anything in the data plane.</summary>
    Organization,

    /// <summary>Anyone who reaches the external gateway.</summary>
    Public,
}
