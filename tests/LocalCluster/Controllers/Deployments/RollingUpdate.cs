namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>
/// How far each ReplicaSet may move now, so that there are never more pods than surge allows and never fewer available ones than
/// promised. The arithmetic is that of the Deployment controller (pkg/controller/deployment/rolling.go).
/// </summary>
internal static class RollingUpdate
{
    /// <summary>The size the new ReplicaSet may have: what is wanted, within the room the others leave.</summary>
    public static int NewSize(DeploymentSpec spec, int current, int totalReplicas)
    {
        if (spec.Recreate || current > spec.Replicas) return spec.Replicas;
        var room = spec.Replicas + spec.MaxSurge - totalReplicas;
        return room <= 0 ? current : current + Math.Min(room, spec.Replicas - current);
    }

    /// <summary>The sizes the old ReplicaSets may shrink to: first their pods that are not available anyway, then healthy ones.</summary>
    /// <returns>New size by name, only of those that change.</returns>
    public static Dictionary<string, int> OldSizes(DeploymentSpec spec, ReplicaSetView? fresh, IReadOnlyList<ReplicaSetView> old)
    {
        var sizes = old.ToDictionary(set => set.Name, set => set.Replicas, StringComparer.Ordinal);
        var total = old.Sum(set => set.Replicas) + (fresh?.Replicas ?? 0);
        var freshUnavailable = fresh is null ? 0 : fresh.Replicas - fresh.Available;
        var mayGo = total - spec.FewestAvailable - freshUnavailable;
        if (mayGo <= 0) return [];
        foreach (var set in old.OrderBy(set => set.CreatedAt).ThenBy(set => set.Name, StringComparer.Ordinal))
        {
            var unhealthy = Math.Min(mayGo, Math.Max(0, set.Replicas - set.Available));
            sizes[set.Name] -= unhealthy;
            mayGo -= unhealthy;
        }

        var healthyMayGo = old.Sum(set => Math.Min(set.Available, sizes[set.Name])) + (fresh?.Available ?? 0) - spec.FewestAvailable;
        foreach (var set in old.OrderBy(set => set.CreatedAt).ThenBy(set => set.Name, StringComparer.Ordinal))
        {
            var healthy = Math.Min(Math.Min(mayGo, healthyMayGo), sizes[set.Name]);
            if (healthy <= 0) continue;
            sizes[set.Name] -= healthy;
            mayGo -= healthy;
            healthyMayGo -= healthy;
        }

        return old.Where(set => sizes[set.Name] != set.Replicas).ToDictionary(set => set.Name, set => sizes[set.Name], StringComparer.Ordinal);
    }
}
