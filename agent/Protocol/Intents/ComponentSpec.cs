namespace Pdp.Protocol.Intents;

/// <summary>The spec of a <c>Component</c> intent: one workload and everything around it.</summary>
/// <param name="Replicas">Replicas; 0..1000. Default 1.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record ComponentSpec(int Replicas = 1) : IntentSpec
{
    /// <summary>What shall be of it.</summary>
    public ComponentState State { get; init; }

    /// <summary>Which kind of workload.</summary>
    public required ComponentType Type { get; init; }

    /// <summary>Immutable name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>Containers by name; at least one, but for a proxy, which has none.</summary>
    public IReadOnlyDictionary<string, ContainerSpec> Containers { get; init => field = value ?? Map<ContainerSpec>.Empty; } =
        Map<ContainerSpec>.Empty;

    /// <summary>What runs before the containers, one after the other.</summary>
    public IReadOnlyList<InitContainerSpec> InitContainers { get; init => field = value ?? []; } = [];

    /// <summary>Configuration by key; becomes a ConfigMap with its content's hash in its name.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;

    /// <summary>Credentials its images are pulled with, besides those the customer's policy names.</summary>
    public IReadOnlyList<PullSecretSpec> PullSecrets { get; init => field = value ?? []; } = [];

    /// <summary>Certificates with their keys, by name.</summary>
    public IReadOnlyDictionary<string, CertificateSpec> Certificates { get; init => field = value ?? Map<CertificateSpec>.Empty; } =
        Map<CertificateSpec>.Empty;

    /// <summary>Endpoints by name.</summary>
    public IReadOnlyDictionary<string, EndpointSpec> Endpoints { get; init => field = value ?? Map<EndpointSpec>.Empty; } =
        Map<EndpointSpec>.Empty;

    /// <summary>What it calls, by name.</summary>
    public IReadOnlyDictionary<string, ConnectionSpec> Connections { get; init => field = value ?? Map<ConnectionSpec>.Empty; } =
        Map<ConnectionSpec>.Empty;

    /// <summary>Volumes kept over restarts.</summary>
    public IReadOnlyList<StorageSpec> Storage { get; init => field = value ?? []; } = [];

    /// <summary>When a scheduled task runs; null for any other type.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>How a task runs; null for any other type, and where the defaults do.</summary>
    public TaskSpec? Task { get; init; }

    /// <summary>What a proxy stands for; null for any other type.</summary>
    public ProxySpec? Proxy { get; init; }

    /// <summary>How many replicas run by how much they have to do; then <see cref="Replicas"/> says nothing.</summary>
    public AutoscalingSpec? Autoscaling { get; init; }

    /// <summary>How much of it must stay while nodes are emptied; null when nothing is asked.</summary>
    public AvailabilitySpec? Availability { get; init; }

    /// <summary>How one release replaces another.</summary>
    public RolloutSpec Rollout { get; init => field = value ?? new(); } = new();

    /// <summary>Whether all stands still: nothing is rolled out, nothing put back.</summary>
    public bool Paused { get; init; }

    /// <summary>Another one restarts its pods, by an ordinary rollout; null when none was ever asked for.</summary>
    public string? Restart { get; init; }

    /// <summary>What becomes of changes others make.</summary>
    public DriftSpec Drift { get; init => field = value ?? new(); } = new();

    /// <summary>Tags of a repository that are followed; null when the release alone says what runs.</summary>
    public FollowSpec? Follow { get; init; }

    /// <summary>Ids of other intents that must be healthy first.</summary>
    public IReadOnlyList<string> DependsOn { get; init => field = value ?? []; } = [];

    /// <summary>With <see cref="ComponentState.Undeployed"/>: delete the claims too.</summary>
    public bool DeleteVolumes { get; init; }
}
