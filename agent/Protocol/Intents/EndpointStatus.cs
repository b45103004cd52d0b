namespace Pdp.Protocol.Intents;

/// <summary>Where an endpoint answers.</summary>
/// <param name="Name">The endpoint.</param>
/// <param name="Url">Its address inside the data plane.</param>
/// <param name="Visibility">Who may call.</param>
public sealed record EndpointStatus(string Name, string Url, IReadOnlyList<EndpointVisibility> Visibility)
{
    /// <summary>The port of its Service; 0 where an older agent did not tell.</summary>
    public int Port { get; init; }

    /// <summary>What is spoken there.</summary>
    public EndpointProtocol Protocol { get; init; }

    /// <summary>Path prefix of the API; null when there is none.</summary>
    public string? BasePath { get; init; }

    /// <summary>The API's version; null when the document does not say.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>In which language the API is described; null when it is not.</summary>
    public EndpointSchemaType? SchemaType { get; init; }

    /// <summary>SHA-256 of the inline schema, lower-case hex; null without one.</summary>
    public string? SchemaHash { get; init; }

    /// <summary>Where callers reach it, by who they are. With a track these are the addresses that stay when a minor version follows another.</summary>
    public EndpointUrls Urls { get; init => field = value ?? new(); } = new();
}

/// <summary>Addresses of an endpoint; null for those who cannot, or not yet, call it.</summary>
public sealed record EndpointUrls
{
    /// <summary>For components of the same project and environment.</summary>
    public string? Project { get; init; }

    /// <summary>For callers of the organization, through the internal gateway.</summary>
    public string? Organization { get; init; }

    /// <summary>For anyone, through the external gateway.</summary>
    public string? Public { get; init; }
}
