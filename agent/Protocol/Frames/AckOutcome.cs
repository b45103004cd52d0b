using System.Text.Json.Serialization;

namespace Pdp.Protocol.Frames;

/// <summary>What became of an intent that was sent.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AckOutcome>))]
public enum AckOutcome
{
    /// <summary>Written to the cluster; the agent will make it so.</summary>
    Stored,

    /// <summary>The same generation with the same content was there already.</summary>
    Unchanged,

    /// <summary>A newer generation was there already.</summary>
    Stale,

    /// <summary>Not accepted, for the reasons given; final for this generation.</summary>
    Refused,
}
