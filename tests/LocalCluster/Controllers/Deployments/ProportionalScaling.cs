namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>
/// Scales a Deployment in the middle of a rollout: every ReplicaSet grows or shrinks by its share, so that a bad release does not get
/// all of the new pods (pkg/controller/deployment/sync.go, <c>scale</c>).
/// </summary>
internal static class ProportionalScaling
{
    /// <summary>The size each active ReplicaSet should have.</summary>
    public static IEnumerable<(ReplicaSetView Set, int Size)> Sizes(DeploymentSpec spec, int statusReplicas, IReadOnlyList<ReplicaSetView> active)
    {
        var toAdd = spec.MostPods - active.Sum(set => set.Replicas);
        // Growing, the newest of equals comes first; shrinking, the oldest does.
        var ordered = (toAdd > 0
            ? active.OrderByDescending(set => set.Replicas).ThenByDescending(set => set.CreatedAt)
            : active.OrderByDescending(set => set.Replicas).ThenBy(set => set.CreatedAt)).ToList();
        var added = 0;
        var sizes = new int[ordered.Count];
        for (var i = 0; i < ordered.Count; i++)
        {
            var share = toAdd == 0 ? 0 : Share(spec, statusReplicas, ordered[i], toAdd - added, toAdd > 0);
            sizes[i] = ordered[i].Replicas + share;
            added += share;
        }

        // What rounding left over goes to the largest.
        if (sizes.Length > 0) sizes[0] = Math.Max(0, sizes[0] + toAdd - added);
        return ordered.Zip(sizes);
    }

    private static int Share(DeploymentSpec spec, int statusReplicas, ReplicaSetView set, int allowed, bool growing)
    {
        if (set.Replicas == 0 || allowed == 0) return 0;
        var fraction = Fraction(spec, statusReplicas, set);
        return growing ? Math.Min(fraction, allowed) : Math.Max(fraction, allowed);
    }

    private static int Fraction(DeploymentSpec spec, int statusReplicas, ReplicaSetView set)
    {
        if (spec.Replicas == 0) return -set.Replicas;
        var before = set.RecordedMost is { } recorded and > 0 ? recorded : statusReplicas;
        if (before == 0) return 0;
        var size = set.Replicas * (double)(spec.Replicas + spec.MaxSurge) / before;
        return (int)Math.Round(size, MidpointRounding.AwayFromZero) - set.Replicas;
    }
}
