using System.Text.Json.Nodes;
using Pdp.Story.Processes;
using Pdp.Story.Wire;

namespace Pdp.Story.Staging;

/// <summary>The embedded cluster as a process.</summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private const string AddressAnnotation = "local-cluster/address";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly string _directory;
    private readonly OrphanGuard _guard;

    /// <summary>Prepares a cluster; <see cref="StartAsync"/> starts it.</summary>
    public EmbeddedCluster(string directory, OrphanGuard guard) => (_directory, _guard) = (directory, guard);

    /// <summary>Its administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(_directory, "kubeconfig");

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Every request that was made to it, one JSON object a line.</summary>
    public string AuditLog => Path.Combine(_directory, "audit.jsonl");

    /// <summary>The process; null before it was started.</summary>
    public ChildProcess? Process { get; private set; }

    /// <summary>Starts the cluster and waits until it serves.</summary>
    /// <exception cref="StoryException">It did not come up.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        var catalogue = Path.Combine(AppContext.BaseDirectory, "Samples", "catalogue.yaml");
        string[] arguments =
        [
            "--kubeconfig", Kubeconfig, "--catalogue", catalogue, "--work-dir", Path.Combine(_directory, "pods"), "--audit-log", AuditLog,
            .. Arguments,
        ];
        Process = ChildProcess.Start(new ChildProcessOptions("cluster", Programs.Cluster, arguments, _directory), _guard);
        await Process.LineAsync("ready", StartLimit, ct);
    }

    /// <summary>Where a Service can be reached from this machine.</summary>
    /// <exception cref="StoryException">It has no address in time.</exception>
    public static async Task<Uri> AddressAsync(ClusterApi cluster, JsonObject service, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(service);
        var path = ClusterPaths.Object("services", ClusterPaths.NamespaceOf(service), ClusterPaths.NameOf(service));
        var addresses = await Poll.UntilAsync(
            $"{path} to have an address",
            async () => (string?)(await cluster.GetAsync(path, ct))?["metadata"]?["annotations"]?[AddressAnnotation],
            StartLimit,
            ct);
        return new Uri($"http://{addresses.Split(',')[0]}/");
    }

    public ValueTask DisposeAsync() => Process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
