using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>Health of an object, in Argo CD's and kstatus' sense.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthState>))]
public enum HealthState
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>As wanted.</summary>
    Healthy,

    /// <summary>On its way.</summary>
    Progressing,

    /// <summary>Will not get there by itself.</summary>
    Degraded,

    /// <summary>Stopped on purpose.</summary>
    Suspended,

    /// <summary>Not there.</summary>
    Missing,
}
