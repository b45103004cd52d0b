namespace Pdp.Protocol.Intents;

/// <summary>A volume kept over restarts.</summary>
public sealed record StorageSpec
{
    /// <summary>Name of the volume; a DNS label, unique in the component.</summary>
    public required string Name { get; init; }

    /// <summary>Kubernetes quantity, such as <c>1Gi</c>.</summary>
    public required string Size { get; init; }

    /// <summary>Storage class; the cluster's default when absent.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Access modes; <c>ReadWriteOnce</c> when empty.</summary>
    public IReadOnlyList<string> AccessModes { get; init => field = value ?? []; } = [];

    /// <summary>Where it is mounted, by container name; in every container when only <c>*</c> is named.</summary>
    public required IReadOnlyDictionary<string, string> Mounts { get; init; }
}
