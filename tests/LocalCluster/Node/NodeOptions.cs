using Pdp.LocalCluster.Node.Logs;

namespace Pdp.LocalCluster.Node;

/// <summary>The node of the cluster: its name, its size, and the kubelet's pauses.</summary>
internal sealed record NodeOptions
{
    public string Name { get; init; } = "local-node";

    /// <summary>Cores that pods may request together; a pod that asks for more stays Pending. By default as good as unlimited.</summary>
    public string Cpu { get; init; } = "1000";

    /// <summary>Memory that pods may request together.</summary>
    public string Memory { get; init; } = "4Ti";

    /// <summary>A container's log is rotated at this size, bytes. A real kubelet's by default.</summary>
    public long ContainerLogMaxBytes { get; init; } = LogRotation.DefaultMaxBytes;

    /// <summary>Pods at a time, 1 to 30,000.</summary>
    public int Pods { get; init; } = 5000;

    /// <summary>Pause before the second restart of a crashing container; doubles from there. A real kubelet's ten seconds by default.</summary>
    public TimeSpan FirstRestartPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between restarts.</summary>
    public TimeSpan LongestRestartPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause between two attempts to find an image; doubles up to <see cref="LongestRestartPause"/>.</summary>
    public TimeSpan FirstPullPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often something missing (a ConfigMap, a volume) is looked for again.</summary>
    public TimeSpan MissingPause { get; init; } = TimeSpan.FromSeconds(1);
}
