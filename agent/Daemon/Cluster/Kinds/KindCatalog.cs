using System.Collections.Concurrent;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;

namespace Pdp.Daemon.Cluster.Kinds;

/// <summary>
/// What discovery said of the kinds somebody asked about. Kinds that are served stay known; those that are not are asked for again.
/// </summary>
internal sealed class KindCatalog(IKubernetesApi api) : IKindCatalog, IKindDiscovery
{
    // Far more than any cluster serves; bounds what bad documents can make the agent remember.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<GroupVersionKind, KindScope> _scopes = new();

    /// <inheritdoc/>
    public KindScope ScopeOf(string group, string version, string kind) =>
        _scopes.TryGetValue(new GroupVersionKind(group, version, kind), out var scope) ? scope : KindScope.Unknown;

    /// <inheritdoc/>
    public async Task LearnAsync(
        IReadOnlyCollection<(string Group, string Version, string Kind)> kinds, CancellationToken cancellationToken)
    {
        foreach (var (group, version, kind) in kinds)
        {
            var wanted = new GroupVersionKind(group, version, kind);
            if (version.Length == 0 || kind.Length == 0 || _scopes.ContainsKey(wanted)) continue;
            if (await ResolveAsync(wanted, cancellationToken) is { } mapping && _scopes.Count < Most)
                _scopes[wanted] = mapping.Namespaced ? KindScope.Namespaced : KindScope.Cluster;
        }
    }

    private async Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ResolveAsync(kind, cancellationToken);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }
}
