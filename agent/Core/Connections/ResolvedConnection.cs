using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Connections;

/// <summary>Where a connection leads.</summary>
public sealed record ResolvedConnection
{
    /// <summary>The whole URL.</summary>
    public required string Url { get; init; }

    /// <summary>Its scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>Its host name; an IPv6 address has brackets.</summary>
    public required string Host { get; init; }

    /// <summary>Its port, 1..65535.</summary>
    public required int Port { get; init; }

    /// <summary>The path everything is below; empty when there is none.</summary>
    public string BasePath { get; init; } = "";

    /// <summary>Who answers; null for something outside the data plane.</summary>
    public ConnectionProvider? Provider { get; init; }

    /// <summary>A property's value, as the connection tells it to a container.</summary>
    /// <param name="property">One of <see cref="ConnectionProperties"/>.</param>
    public string Of(string property) => property switch
    {
        ConnectionProperties.Url => Url,
        ConnectionProperties.Host => Host,
        ConnectionProperties.Port => Port.ToString(CultureInfo.InvariantCulture),
        ConnectionProperties.Address => $"{Host}:{Port.ToString(CultureInfo.InvariantCulture)}",
        ConnectionProperties.Scheme => Scheme,
        ConnectionProperties.BasePath => BasePath,
        _ => throw new ArgumentException("The schema lets no other property pass.", nameof(property)),
    };
}

/// <summary>The endpoint of a component that a connection leads to.</summary>
/// <param name="Key">Which endpoint.</param>
/// <param name="Namespace">Where the component's pods are.</param>
/// <param name="Protocol">What is spoken there.</param>
/// <param name="TargetPort">Name of the container port.</param>
public sealed record ConnectionProvider(EndpointKey Key, string Namespace, EndpointProtocol Protocol, string TargetPort)
{
    /// <summary>Host and port a proxy stands for, where its callers' requests go; null for a component with pods.</summary>
    public (string Host, int Port)? Outside { get; init; }
}
