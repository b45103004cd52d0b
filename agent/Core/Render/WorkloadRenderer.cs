using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders the Deployment or StatefulSet.</summary>
internal static class WorkloadRenderer
{
    // The agent keeps revisions of its own; these few serve those who look with kubectl.
    private const int RevisionHistory = 3;

    public static DesiredObject Render(ComponentScope scope, JsonObject template) =>
        scope.Spec.Type == ComponentType.Stateful ? StatefulSet(scope, template) : Deployment(scope, template);

    private static DesiredObject Deployment(ComponentScope scope, JsonObject template) => Workload(scope, "Deployment", Sparse.Object(
        ("replicas", Replicas(scope)),
        ("revisionHistoryLimit", RevisionHistory),
        ("progressDeadlineSeconds", scope.Spec.Rollout.DeadlineSeconds),
        ("selector", Selector(scope)),
        ("strategy", Strategy(scope.Spec.Rollout)),
        ("template", template)));

    // Parallel, because with OrderedReady a pod that never becomes ready also blocks its own replacement, and no rollback could end without
    // a person (Kubernetes documentation, StatefulSets, "Forced rollback"). Updates still go one pod at a time.
    private static DesiredObject StatefulSet(ComponentScope scope, JsonObject template) => Workload(scope, "StatefulSet", Sparse.Object(
        ("replicas", Replicas(scope)),
        ("revisionHistoryLimit", RevisionHistory),
        ("serviceName", scope.Names.Headless),
        ("podManagementPolicy", "Parallel"),
        ("selector", Selector(scope)),
        ("updateStrategy", Sparse.Object(("type", "RollingUpdate"))),
        ("template", template),
        ("volumeClaimTemplates", Sparse.List(scope.Spec.Storage.Select(volume => Claim(scope, volume))))));

    private static DesiredObject Workload(ComponentScope scope, string kind, JsonObject? spec) =>
        scope.Object("apps/v1", kind, scope.Names.Base, scope.Labels.Workload(), scope.Metadata.Annotations, ("spec", spec));

    private static int Replicas(ComponentScope scope) => scope.Spec.State == ComponentState.Suspended ? 0 : scope.Spec.Replicas;

    private static JsonObject? Selector(ComponentScope scope) => Sparse.Object(("matchLabels", Sparse.Map(scope.Labels.Selector())));

    private static JsonObject? Strategy(RolloutSpec rollout) => rollout.Strategy == RolloutStrategy.Recreate
        ? Sparse.Object(("type", "Recreate"))
        : Sparse.Object(
            ("type", "RollingUpdate"),
            ("rollingUpdate", Sparse.Object(
                ("maxSurge", CountOrShare(rollout.MaxSurge ?? "25%")), ("maxUnavailable", CountOrShare(rollout.MaxUnavailable ?? "0")))));

    private static JsonNode CountOrShare(string value) => int.TryParse(value, out var count) ? count : value;

    // Claim templates can never change, so they carry nothing that does.
    private static JsonObject? Claim(ComponentScope scope, StorageSpec volume) => Sparse.Object(
        ("metadata", Sparse.Object(("name", volume.Name), ("labels", Sparse.Map(scope.Labels.Ownership())))),
        ("spec", Sparse.Object(
            ("accessModes", new JsonArray([.. Modes(volume).Select(mode => (JsonNode)mode)])),
            ("storageClassName", volume.StorageClass),
            ("resources", Sparse.Object(("requests", Sparse.Object(("storage", volume.Size))))))));

    private static IReadOnlyList<string> Modes(StorageSpec volume) => volume.AccessModes.Count > 0 ? volume.AccessModes : ["ReadWriteOnce"];
}
