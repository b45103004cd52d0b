using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>What a container and its workload need, as a release or a component type says it.</summary>
internal sealed record WorkloadSource
{
    public static readonly WorkloadSource Empty = new();

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyList<EnvSource> Env { get; init; } = [];

    /// <summary>Ports by name, in order.</summary>
    public IReadOnlyList<PortSource> Ports { get; init; } = [];

    /// <summary>Ports of the service where they differ from the container's; by name.</summary>
    public IReadOnlyList<ServicePortSource> ServicePorts { get; init; } = [];

    public ProbeSet Probes { get; init; } = new();

    public ResourceSpec? Resources { get; init; }

    public int? RunAsUser { get; init; }

    public int? Replicas { get; init; }

    public AutoscalingSpec? Autoscaling { get; init; }

    /// <summary>Pods that must stay while nodes are emptied, a count or a share.</summary>
    public string? MinAvailable { get; init; }

    /// <summary>Pods that may be missing, a count or a share.</summary>
    public string? MaxUnavailable { get; init; }

    /// <summary>What the pods are spread over.</summary>
    public IReadOnlyList<SpreadOver> Spread { get; init; } = [];

    /// <summary>What it calls, by name.</summary>
    public IReadOnlyDictionary<string, ConnectionSpec> Connections { get; init; } = new Dictionary<string, ConnectionSpec>();

    public IReadOnlyList<StorageSource> Storage { get; init; } = [];

    public RolloutStrategy? Strategy { get; init; }
}

/// <summary>An environment variable with exactly one of the three sources.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value itself.</param>
/// <param name="Secret">A secret.</param>
/// <param name="ReleaseValue">The release's variable of that name; only in a component type.</param>
/// <param name="Path">Where it was read.</param>
internal sealed record EnvSource(string Name, string? Value, SecretReference? Secret, string? ReleaseValue, string Path);

/// <summary>A port a container listens on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Port">Its number.</param>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Speaks">What is spoken there, where it says so; otherwise told by its name.</param>
internal sealed record PortSource(string Name, int Port, string Protocol, EndpointProtocol? Speaks);

/// <summary>A port of a service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Port">The port others use.</param>
/// <param name="Target">Name or number of the container's port.</param>
internal sealed record ServicePortSource(string Name, int Port, string? Target);

/// <summary>A volume kept over restarts, and where it is mounted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its size.</param>
/// <param name="Class">Its storage class.</param>
/// <param name="AccessModes">Its access modes.</param>
/// <param name="MountPath">Where it is mounted.</param>
internal sealed record StorageSource(string Name, string Size, string? Class, IReadOnlyList<string> AccessModes, string MountPath);
