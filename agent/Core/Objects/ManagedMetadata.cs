namespace Pdp.Core.Objects;

/// <summary>The names under which the agent marks what it made. They are a contract with everyone who selects by them.</summary>
public static class ManagedMetadata
{
    /// <summary>Field manager of every server-side apply.</summary>
    public const string FieldManager = "pdp-agent";

    /// <summary>Label whose value is <see cref="FieldManager"/> on everything the agent made.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Label that names the owning intent; on everything but namespaces, which intents share.</summary>
    public const string IntentLabel = "pdp.dev/intent";

    /// <summary>Label of what leads to the newest healthy minor version: the stable Service's name. No intent owns these.</summary>
    public const string RouteLabel = "pdp.dev/route";

    /// <summary>Annotation on a stable Service: the intent it leads to.</summary>
    public const string RouteTargetAnnotation = "pdp.dev/route-target";

    /// <summary>Annotation on a stable Service: the version it leads to.</summary>
    public const string RouteTrackAnnotation = "pdp.dev/route-track";

    /// <summary>Label of the Job of a run: the intent of its task.</summary>
    public const string TaskLabel = "pdp.dev/task";

    /// <summary>Label of the Job of a test of a new revision, and of its pods: the test's name.</summary>
    public const string TestLabel = "pdp.dev/test";

    /// <summary>Label of pods that tells what they were made of, so that two revisions of a component can be told apart.</summary>
    public const string RevisionLabel = "pdp.dev/revision";

    /// <summary>Label that names the organization.</summary>
    public const string OrganizationLabel = "openchoreo.dev/organization";

    /// <summary>Label that names the project.</summary>
    public const string ProjectLabel = "openchoreo.dev/project";

    /// <summary>Label that names the component.</summary>
    public const string ComponentLabel = "openchoreo.dev/component";

    /// <summary>Label that names the environment.</summary>
    public const string EnvironmentLabel = "openchoreo.dev/environment";

    /// <summary>Annotation with the hash of the manifest as it was applied last.</summary>
    public const string AppliedHashAnnotation = "pdp.dev/applied-hash";

    /// <summary>
    /// Annotation with the fencing token of the leader that wrote the object, or took charge of it, last.
    /// </summary>
    public const string FencingTokenAnnotation = "pdp.dev/fencing-token";

    /// <summary>Annotation on pod templates whose other value restarts the pods.</summary>
    public const string RestartAnnotation = "pdp.dev/restart";

    /// <summary>Label that names the track of a pod, such as <c>v1.2</c>.</summary>
    public const string TrackLabel = "pdp.dev/track";

    /// <summary>Label that names the major version of a pod's track, such as <c>v1</c>.</summary>
    public const string MajorLabel = "pdp.dev/major";

    /// <summary>Label of pods with connections that tells which network policy lets them out.</summary>
    public const string EgressLabel = "pdp.dev/egress";

    /// <summary>Prefix of the labels of pods that may call an endpoint; each is a right to talk to somebody.</summary>
    public const string ConnectionPrefix = "connect.pdp.dev/";

    /// <summary>Prefix of labels and annotations nobody but the agent sets.</summary>
    public const string ReservedPrefix = "pdp.dev/";

    /// <summary>Whether nobody but the agent sets a label or annotation.</summary>
    public static bool IsReserved(string key) =>
        key.StartsWith(ReservedPrefix, StringComparison.Ordinal) || key.StartsWith(ConnectionPrefix, StringComparison.Ordinal);
}
