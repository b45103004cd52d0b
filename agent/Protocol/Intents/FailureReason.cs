using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>Why something is not as wanted. A closed list, used alike in acknowledgements, status, events and metrics.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureReason>))]
public enum FailureReason
{
    /// <summary>The document breaks its schema or a rule between its fields.</summary>
    SchemaInvalid,

    /// <summary>Over the size, depth or count limits.</summary>
    TooLarge,

    /// <summary>The signature does not verify, or its header is not acceptable.</summary>
    SignatureInvalid,

    /// <summary>No pinned key has this key id.</summary>
    UnknownKey,

    /// <summary>Signed for another plane.</summary>
    WrongPlane,

    /// <summary>Not above the generation already stored.</summary>
    GenerationStale,

    /// <summary>Same generation, other content.</summary>
    Tampered,

    /// <summary>The customer's policy does not allow it.</summary>
    PolicyDenied,

    /// <summary>Intents wait for one another in a circle.</summary>
    DependencyCycle,

    /// <summary>An intent this one depends on is not healthy.</summary>
    DependencyNotReady,

    /// <summary>The intent is paused: what runs is left exactly as it is.</summary>
    Paused,

    /// <summary>The customer's maintenance window is closed, and a new rollout waits for it.</summary>
    OutsideWindow,

    /// <summary>A secret could not be had.</summary>
    SecretUnavailable,

    /// <summary>The digest of an image could not be had from its registry.</summary>
    ImageUnresolved,

    /// <summary>The API server refused an object as invalid.</summary>
    ObjectInvalid,

    /// <summary>The agent's own rights in the cluster do not suffice.</summary>
    Forbidden,

    /// <summary>Another writer owns a field or object.</summary>
    Conflict,

    /// <summary>The cluster does not know a kind.</summary>
    KindUnknown,

    /// <summary>The API server could not be reached or failed.</summary>
    ClusterUnavailable,

    /// <summary>A guard kept something from being deleted.</summary>
    PruneBlocked,

    /// <summary>An image cannot be pulled.</summary>
    ImagePullFailed,

    /// <summary>A container ends again and again.</summary>
    CrashLooping,

    /// <summary>A container cannot be made, for want of its configuration.</summary>
    ContainerConfigError,

    /// <summary>No node takes the pod.</summary>
    Unschedulable,

    /// <summary>Pods run but do not become ready.</summary>
    NotReady,

    /// <summary>A job failed for good.</summary>
    JobFailed,

    /// <summary>Not healthy by the deadline.</summary>
    DeadlineExceeded,

    /// <summary>What was measured of the new revision did not hold, or could not be measured.</summary>
    AnalysisFailed,

    /// <summary>The control plane gave the rollout up.</summary>
    RolloutAborted,

    /// <summary>A defect of the agent; its log has more.</summary>
    Internal,
}

/// <summary>What reasons have in common.</summary>
public static class FailureReasons
{
    /// <summary>Whether a document itself is not what the control plane signed for this plane, so that nothing of it is believed.</summary>
    public static bool IsAboutTrust(this FailureReason reason) => reason
        is FailureReason.SignatureInvalid or FailureReason.UnknownKey or FailureReason.Tampered or FailureReason.GenerationStale
        or FailureReason.WrongPlane;
}

/// <summary>One reason of a refusal.</summary>
/// <param name="Reason">Which rule.</param>
/// <param name="Path">Path in the document, such as <c>spec.endpoints.rest.port</c>; empty for the whole.</param>
/// <param name="Message">What to change. Never echoes what was sent.</param>
public sealed record RefusalReason(FailureReason Reason, string Path, string Message)
{
    /// <summary>As people read it: <c>spec.endpoints.rest.port: must be 1..65535, was 0</c>.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
