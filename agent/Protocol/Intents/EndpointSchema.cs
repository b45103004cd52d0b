using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>What an API looks like: inline, or where to find it.</summary>
public sealed record EndpointSchema
{
    /// <summary>In which language it is written.</summary>
    public required EndpointSchemaType Type { get; init; }

    /// <summary>The schema itself, at most 64 KiB; null when <see cref="Url"/> leads to it.</summary>
    public string? Content { get; init; }

    /// <summary>Where it is; null when <see cref="Content"/> has it.</summary>
    public string? Url { get; init; }
}

/// <summary>Languages APIs are described in.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EndpointSchemaType>))]
public enum EndpointSchemaType
{
    /// <summary>OpenAPI, YAML or JSON.</summary>
    Openapi,

    /// <summary>A GraphQL schema.</summary>
    Graphql,

    /// <summary>Protocol Buffers.</summary>
    Proto,

    /// <summary>AsyncAPI.</summary>
    Asyncapi,
}
