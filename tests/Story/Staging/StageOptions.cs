namespace Pdp.Story.Staging;

/// <summary>Where a story is played, and with what.</summary>
public sealed record StageOptions
{
    /// <summary>Where the processes keep their files and logs; null for a fresh directory that goes when all went well.</summary>
    public string? Directory { get; init; }

    /// <summary>Kubeconfig of a cluster to play in; null starts the embedded one.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Pod Security level the agent asks of the namespaces it makes: <c>restricted</c>, or <c>baseline</c> for images that run as root.</summary>
    public string PodSecurity { get; init; } = "restricted";

    /// <summary>The images of the workload.</summary>
    public StageImages Images { get; init; } = new();

    /// <summary>Where agents dial, given where the stub listens: through a cable or not. Null: as the bundle says.</summary>
    public Func<Uri, Uri>? Dial { get; init; }

    /// <summary>Where agents reach the API server, given where it is; null: as the kubeconfig says.</summary>
    public Func<Uri, Uri>? ReachCluster { get; init; }

    /// <summary>Further arguments of every agent.</summary>
    public IReadOnlyList<string> AgentArguments { get; init; } = [];

    /// <summary>Further arguments of the embedded cluster.</summary>
    public IReadOnlyList<string> ClusterArguments { get; init; } = [];

    /// <summary>Further arguments of the stub.</summary>
    public IReadOnlyList<string> ControlArguments { get; init; } = [];

    /// <summary>Whether agents answer for logs, metrics and events, each on a port of its own.</summary>
    public bool Observed { get; init; }

    /// <summary>How long another agent waits when the leader dies, whole seconds; short, for stories in which one does.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The id of the plane, also part of every name the story leaves in a cluster that is not its own.</summary>
    public string Plane { get; init; } = "demo";
}

/// <summary>The images the story deploys. The defaults are the samples' own, which the embedded cluster's catalogue knows.</summary>
public sealed record StageImages
{
    /// <summary>What the shop starts with; null leaves the samples as they are. Must serve HTTP on <see cref="Port"/>.</summary>
    public string? First { get; init; }

    /// <summary>The next version; its answers must differ from the first one's in some way (body or Server header).</summary>
    public string Second { get; init; } = "ghcr.io/savisaluwadana/inventorybackend:v2.0.0";

    /// <summary>One that never becomes ready.</summary>
    public string Broken { get; init; } = "ghcr.io/savisaluwadana/inventorybackend:broken";

    /// <summary>A batch program that ends well by itself within seconds; null for one the embedded cluster knows.</summary>
    public string Task { get; init; } = "busybox:stable";

    /// <summary>An image whose program <c>false</c> ends badly at once.</summary>
    public string FailingTask => Task == "busybox:stable" ? "busybox:failing" : Task;

    /// <summary>A release of the backend by its tag; the embedded cluster knows every one.</summary>
    public string Tagged(string release) => First is null ? $"{Second[..Second.LastIndexOf(':')]}:{release}" : Second;

    /// <summary>The port of <see cref="First"/> and <see cref="Second"/> where they are not the samples' own.</summary>
    public int Port { get; init; } = 80;

    /// <summary>The port on which <see cref="Second"/> serves.</summary>
    public int SecondPort => First is null ? SamplePort : Port;

    private const int SamplePort = 5000;
}
