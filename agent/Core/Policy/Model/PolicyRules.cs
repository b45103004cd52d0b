namespace Pdp.Core.Policy.Model;

/// <summary>
/// What may happen: one rule set of the customer's policy. Every part has the value of a cluster whose admin said nothing; a list that is
/// null does not limit.
/// </summary>
public sealed record PolicyRules
{
    /// <summary>The rules of a cluster whose admin said nothing.</summary>
    public static PolicyRules Default { get; } = new();

    /// <summary>
    /// Who may deploy where, as <c>organization/project/environment</c> with <c>*</c> inside a part; parts left out are any. The names of
    /// namespaces are made from these three, and cannot be told apart by a pattern themselves.
    /// </summary>
    public IReadOnlyList<string>? Places { get; init; }

    /// <summary>Whether intents may be written in the cluster without a signature. Default no.</summary>
    public bool UnsignedIntents { get; init; }

    /// <summary>Which kinds of objects may be made.</summary>
    public KindRules Kinds { get; init; } = new();

    /// <summary>Which images may run.</summary>
    public ImageRules Images { get; init; } = new();

    /// <summary>Level of the Pod Security Standards, for pods themselves and for the namespaces made. Default restricted.</summary>
    public PodSecurityLevel PodSecurity { get; init; } = PodSecurityLevel.Restricted;

    /// <summary>What of the node pods may reach. Needs <see cref="PodSecurityLevel.Privileged"/> besides.</summary>
    public HostRules Host { get; init; } = new();

    /// <summary>What containers may do beyond what the level allows, or be kept from within it.</summary>
    public ContainerRules Containers { get; init; } = new();

    /// <summary>Types of volumes, as the pod's field is named; those of the level when null.</summary>
    public IReadOnlyList<string>? Volumes { get; init; }

    /// <summary>What must be asked for, and how much at most.</summary>
    public ResourceRules Resources { get; init; } = new();

    /// <summary>Most replicas of one workload, its autoscaler's maximum counted; 0 or more, null for no limit.</summary>
    public long? MaxReplicas { get; init; }

    /// <summary>Claims of storage.</summary>
    public StorageRules Storage { get; init; } = new();

    /// <summary>Types of Secrets, and who may use what of which store.</summary>
    public SecretRules Secrets { get; init; } = new();

    /// <summary>How services may be reached.</summary>
    public ServiceRules Services { get; init; } = new();

    /// <summary>Which host names given objects may take.</summary>
    public RouteRules Routes { get; init; } = new();

    /// <summary>The customer's gateways, and how endpoints are addressed there.</summary>
    public GatewayRules Gateways { get; init; } = new();

    /// <summary>Who may talk to whom.</summary>
    public NetworkRules Network { get; init; } = new();

    /// <summary>Identities of workloads towards the cluster.</summary>
    public ServiceAccountRules ServiceAccounts { get; init; } = new();

    /// <summary>Where and before whom pods run.</summary>
    public SchedulingRules Scheduling { get; init; } = new();

    /// <summary>What may be left as others have it.</summary>
    public DriftRules Drift { get; init; } = new();

    /// <summary>When something new may be rolled out.</summary>
    public MaintenanceRules Maintenance { get; init; } = new();

    /// <summary>Annotations that give rights or change shared machinery.</summary>
    public AnnotationRules Annotations { get; init; } = new();
}
