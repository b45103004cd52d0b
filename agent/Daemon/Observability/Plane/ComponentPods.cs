using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes.Objects;
using Pdp.Observability.Access;
using Pdp.Observability.Prometheus;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Observability.Plane;

/// <summary>Pods that are there, and those there are samples of.</summary>
internal sealed class ComponentPods(KindFollowers followers, PlaneStores stores) : IComponentPods
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Of(IReadOnlyList<PlaneScope> scopes, DateTimeOffset since, int most)
    {
        var there = followers.Known(KindFollowers.Pod)
            .Where(pod => PodPlace.Source(pod, "") is var source && scopes.Any(scope => scope.ToLogScope().Contains(source)))
            .Select(pod => pod.Name ?? "");
        return [.. there.Concat(Before(scopes, since, most)).Distinct(StringComparer.Ordinal).Take(most)];
    }

    // Without the store less is seen, and nothing else.
    private IReadOnlyList<string> Before(IReadOnlyList<PlaneScope> scopes, DateTimeOffset since, int most)
    {
        try
        {
            return stores.Metrics.Pods([.. scopes.Select(scope => scope.ToLogScope())], since, most);
        }
        catch (PlaneStoreException)
        {
            return [];
        }
    }
}
