using System.Text.Json.Serialization;

namespace Pdp.Protocol.Frames;

/// <summary>The questions a server may ask.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AskKind>))]
public enum AskKind
{
    /// <summary>What would change if the stored intent were applied now.</summary>
    Plan,

    /// <summary>The full status of one intent and, if asked for, the document as it was signed.</summary>
    Describe,

    /// <summary>Compare the inventories again.</summary>
    Resync,
}
