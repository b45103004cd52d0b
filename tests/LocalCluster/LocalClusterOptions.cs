namespace Pdp.LocalCluster;

/// <summary>How an embedded cluster starts.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>Port of the API server on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Pods become ready about 300 ms after they are scheduled, without a process; an image whose name contains
    /// <c>broken</c> never starts. False: pods are local processes named by the catalogue.</summary>
    public bool SimulatedNode { get; init; }

    /// <summary>The file naming the command of each image; null for the built-in catalogue.</summary>
    public string? CatalogueFile { get; init; }

    /// <summary>Where pods keep their files; null for a directory of its own that goes when the cluster stops.</summary>
    public string? WorkDirectory { get; init; }

    /// <summary>Cores that pods may request together, a quantity; a pod that asks for more stays Pending. Null: as good as unlimited.</summary>
    public string? NodeCpu { get; init; }

    /// <summary>Memory that pods may request together, a quantity. Null: as good as unlimited.</summary>
    public string? NodeMemory { get; init; }

    /// <summary>A container's log is rotated at this size, bytes; 1 or more. Null: a kubelet's 10 MiB.</summary>
    public long? ContainerLogMaxBytes { get; init; }

    /// <summary>How many changes of each resource a watch may start from (410 beyond); 64 to 1,000,000, by default 1024.</summary>
    public int WatchHistory { get; init; } = 1024;

    /// <summary>Refuse what no role allows. False: whoever has a token may do everything, and access reviews still answer by the
    /// roles there are.</summary>
    public bool EnforceRbac { get; init; }

    /// <summary>Serve the Gateway API, and make every Gateway a place to connect to.</summary>
    public bool Gateways { get; init; }

    /// <summary>Serve <c>metrics.k8s.io</c>, with what the pods' processes use measured as often as this, 1 s to 1 min. Null: not served, as in a cluster
    /// without metrics-server.</summary>
    public TimeSpan? MetricsResolution { get; init; }

    /// <summary>
    /// Plays a mutating webhook: may change every object that is created, changed or applied, its status left out. As with a real one the
    /// changes come after it was settled who owns which field. Null: none.
    /// </summary>
    public Action<System.Text.Json.Nodes.JsonObject>? Mutate { get; init; }

    /// <summary>Where every request is recorded, one line each; null for nowhere.</summary>
    public string? AuditLogFile { get; init; }

    /// <summary>The clock of the API server and every controller.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How much goes to the console.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Everything that is wrong with the options; empty where nothing is.</summary>
    internal IReadOnlyList<string> Errors()
    {
        var wrong = new List<string>();
        if (Port is < 0 or > 65535)
            wrong.Add($"{nameof(Port)} must be 0 to 65535");
        if (WatchHistory is < 64 or > 1_000_000)
            wrong.Add($"{nameof(WatchHistory)} must be 64 to 1000000");
        if (CatalogueFile is not null && !File.Exists(CatalogueFile))
            wrong.Add($"{nameof(CatalogueFile)} must name a file that exists");
        if (NodeCpu is { } cpu && Typed.Quantity.Nanos(cpu) is null)
            wrong.Add($"{nameof(NodeCpu)} must be a quantity such as 4 or 2500m");
        if (NodeMemory is { } memory && Typed.Quantity.Nanos(memory) is null)
            wrong.Add($"{nameof(NodeMemory)} must be a quantity such as 8Gi");
        if (ContainerLogMaxBytes < 1)
            wrong.Add($"{nameof(ContainerLogMaxBytes)} must be 1 or more");
        if (MetricsResolution is { } resolution && (resolution < TimeSpan.FromSeconds(1) || resolution > TimeSpan.FromMinutes(1)))
            wrong.Add($"{nameof(MetricsResolution)} must be 1 s to 1 min");
        return wrong;
    }
}
