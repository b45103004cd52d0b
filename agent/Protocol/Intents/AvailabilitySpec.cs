using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>How much of a component must stay while nodes are emptied, and where its pods stand.</summary>
public sealed record AvailabilitySpec
{
    /// <summary>Pods that must stay, count or percentage.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? MinAvailable { get; init; }

    /// <summary>Pods that may be missing, count or percentage. With neither of the two: one, where there are at least two pods.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? MaxUnavailable { get; init; }

    /// <summary>What the pods are spread over as evenly as can be; most important first.</summary>
    public IReadOnlyList<SpreadOver> Spread { get; init => field = value ?? []; } = [];
}

/// <summary>What pods are spread over.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SpreadOver>))]
public enum SpreadOver
{
    /// <summary>Zones of the cloud.</summary>
    Zone,

    /// <summary>Nodes.</summary>
    Node,
}
