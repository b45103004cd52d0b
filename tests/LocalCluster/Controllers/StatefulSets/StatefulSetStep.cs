using System.Text.Json.Nodes;
using Pdp.LocalCluster.Controllers.Revisions;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.StatefulSets;

/// <summary>
/// What a StatefulSet does next (pkg/controller/statefulset/stateful_set_control.go): create upwards, scale away downwards, update
/// downwards, and in order each only once the one before is running, ready and available.
/// </summary>
internal sealed class StatefulSetStep(StatefulSetSpec spec, IReadOnlyList<JsonObject> pods, string update, DateTimeOffset now)
{
    /// <summary>When a ready pod will count as available; null when none is waited for.</summary>
    public TimeSpan? LookAgainAfter { get; } = pods.Select(pod => pod.UntilAvailable(spec.MinReadySeconds, now)).Min();

    public IReadOnlyList<StatefulSetMove> Next()
    {
        var byOrdinal = pods.ToDictionary(StatefulSetSpec.OrdinalOf);
        var moves = new List<StatefulSetMove>();
        foreach (var ordinal in spec.Ordinals)
        {
            var pod = byOrdinal.GetValueOrDefault(ordinal);
            if (pod is null) moves.Add(new StatefulSetMove(StatefulSetMoveKind.Create, ordinal, IsOfUpdate(ordinal)));
            else if (pod.IsFinished() && !pod.IsDeleting()) moves.Add(new StatefulSetMove(StatefulSetMoveKind.Replace, ordinal, false));
            if (!spec.Parallel && (pod is null || !IsHealthy(pod))) return moves;
        }

        ScaleAway(moves);
        if (moves.Count == 0 && !spec.OnDelete) Update(byOrdinal, moves);
        return moves;
    }

    // Pods under the partition stay at the revision they had, also when they are made again.
    private bool IsOfUpdate(int ordinal) => spec.OnDelete || ordinal >= spec.Start + spec.Partition;

    private void ScaleAway(List<StatefulSetMove> moves)
    {
        foreach (var pod in pods.Where(pod => !spec.Wants(StatefulSetSpec.OrdinalOf(pod))).OrderByDescending(StatefulSetSpec.OrdinalOf))
        {
            if (!pod.IsDeleting()) moves.Add(new StatefulSetMove(StatefulSetMoveKind.ScaleAway, StatefulSetSpec.OrdinalOf(pod), false));
            if (!spec.Parallel) return;
        }
    }

    private void Update(Dictionary<int, JsonObject> byOrdinal, List<StatefulSetMove> moves)
    {
        foreach (var ordinal in spec.Ordinals.Reverse().Where(IsOfUpdate))
        {
            if (!byOrdinal.TryGetValue(ordinal, out var pod)) return;
            if (pod.Label(RevisionHistory.HashLabel) != update && !pod.IsDeleting())
            {
                moves.Add(new StatefulSetMove(StatefulSetMoveKind.Replace, ordinal, false));
                return;
            }

            if (!IsHealthy(pod)) return;
        }
    }

    private bool IsHealthy(JsonObject pod) => !pod.IsDeleting() && pod.Phase() == "Running" && pod.IsAvailable(spec.MinReadySeconds, now);
}
