using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>What shall be of a component.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComponentState>))]
public enum ComponentState
{
    /// <summary>It runs.</summary>
    Active,

    /// <summary>Scaled to zero, everything kept.</summary>
    Suspended,

    /// <summary>Pruned; claims are kept unless said.</summary>
    Undeployed,
}
