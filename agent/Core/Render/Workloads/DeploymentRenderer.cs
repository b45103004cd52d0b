using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders the Deployment.</summary>
internal static class DeploymentRenderer
{
    // The agent keeps revisions of its own; these few serve those who look with kubectl.
    public const int RevisionHistory = 3;

    public static DesiredObject Render(ComponentScope scope, JsonObject template) => scope.Object(
        "apps/v1", "Deployment", scope.WorkloadName, scope.Labels.Workload(), scope.Metadata.Annotations, ("spec", Sparse.Object(
            ("replicas", WorkloadRenderer.Replicas(scope)),
            ("revisionHistoryLimit", RevisionHistory),
            ("minReadySeconds", scope.Spec.Rollout.MinReadySeconds is > 0 and var ready ? ready : null),
            ("progressDeadlineSeconds", scope.Spec.Rollout.DeadlineSeconds),
            ("selector", Sparse.Object(("matchLabels", Sparse.Map(scope.Selector())))),
            ("strategy", Strategy(scope.Spec.Rollout)),
            ("template", template))));

    private static JsonObject? Strategy(RolloutSpec rollout) => rollout.Strategy == RolloutStrategy.Recreate
        ? Sparse.Object(("type", "Recreate"))
        : Sparse.Object(
            ("type", "RollingUpdate"),
            ("rollingUpdate", Sparse.Object(
                ("maxSurge", Sparse.CountOrShare(rollout.MaxSurge ?? "25%")),
                ("maxUnavailable", Sparse.CountOrShare(rollout.MaxUnavailable ?? "0")))));
}
