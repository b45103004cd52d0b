namespace Pdp.Protocol.Intents;

/// <summary>Where a connection to a component leads, as it was resolved last.</summary>
public sealed record ConnectionStatus
{
    /// <summary>The connection.</summary>
    public required string Name { get; init; }

    /// <summary>The component as <c>project/component</c>, with <c>@version</c> where one is asked for.</summary>
    public required string Provider { get; init; }

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its address.</summary>
    public required string Url { get; init; }

    /// <summary>What is spoken there.</summary>
    public EndpointProtocol Protocol { get; init; }

    /// <summary>Its port, 1..65535.</summary>
    public int Port { get; init; }

    /// <summary>Name of the container port behind it.</summary>
    public string TargetPort { get; init; } = "";

    /// <summary>Path prefix; null when there is none.</summary>
    public string? BasePath { get; init; }

    /// <summary>Whether the component is no longer there, and this is what was known of it.</summary>
    public bool IsGone { get; init; }
}
