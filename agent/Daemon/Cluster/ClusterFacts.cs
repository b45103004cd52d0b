using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Cluster;

/// <summary>What the cluster is and can do, as it said when this agent began to lead.</summary>
internal sealed class ClusterFacts(IKubernetesApi api) : IClusterFacts
{
    // The oldest minor version whose fields the renderer writes; taken when the server does not tell one.
    private const int OldestMinor = 30;

    private static readonly (string Name, GroupVersionKind Kind)[] _capabilities =
    [
        ("cilium", new("cilium.io", "v2", "CiliumNetworkPolicy")),
        ("flux", new("helm.toolkit.fluxcd.io", "v2", "HelmRelease")),
        ("gateway-api", new("gateway.networking.k8s.io", "v1", "HTTPRoute")),
        ("metrics", new("metrics.k8s.io", "v1beta1", "PodMetrics")),
    ];

    private volatile ClusterInfo _current = new("", []);

    /// <inheritdoc/>
    public ClusterInfo Current => _current;

    /// <summary>Minor version of the API server's 1.x.</summary>
    public int ServerMinor { get; private set; } = OldestMinor;

    /// <summary>Asks the cluster.</summary>
    /// <exception cref="ClusterException">It does not answer.</exception>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = await api.GetServerVersionAsync(cancellationToken);
            // Some providers append a plus.
            ServerMinor = int.TryParse(version.Minor.TrimEnd('+'), out var minor) ? minor : OldestMinor;
            var capabilities = new List<string>();
            foreach (var (name, kind) in _capabilities)
            {
                if (await api.ResolveAsync(kind, cancellationToken) is not null) capabilities.Add(name);
            }
            _current = new ClusterInfo(version.GitVersion, capabilities);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }
}
