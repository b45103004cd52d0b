using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>Where an intent stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentPhase>))]
public enum IntentPhase
{
    /// <summary>Stored, not worked on yet.</summary>
    Pending,

    /// <summary>Waits for secrets or dependencies.</summary>
    Waiting,

    /// <summary>Being rolled out.</summary>
    Progressing,

    /// <summary>Everything is as wanted.</summary>
    Healthy,

    /// <summary>Applied, but not healthy, and not going back.</summary>
    Degraded,

    /// <summary>The last good revision runs instead.</summary>
    RolledBack,

    /// <summary>Scaled to zero on request.</summary>
    Suspended,

    /// <summary>Pruned on request; the document stays.</summary>
    Undeployed,

    /// <summary>Being pruned.</summary>
    Removing,

    /// <summary>Not acceptable; nothing was changed.</summary>
    Refused,
}
