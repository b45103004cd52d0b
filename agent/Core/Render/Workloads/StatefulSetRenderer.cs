using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render.Workloads;

/// <summary>Renders the StatefulSet.</summary>
internal static class StatefulSetRenderer
{
    // Parallel, because with OrderedReady a pod that never becomes ready also blocks its own replacement, and no rollback could end without
    // a person (Kubernetes documentation, StatefulSets, "Forced rollback"). Updates still go one pod at a time.
    public static DesiredObject Render(ComponentScope scope, JsonObject template) => scope.Object(
        "apps/v1", "StatefulSet", scope.Names.Base, scope.Labels.Workload(), scope.Metadata.Annotations, ("spec", Sparse.Object(
            ("replicas", WorkloadRenderer.Replicas(scope)),
            ("revisionHistoryLimit", DeploymentRenderer.RevisionHistory),
            ("minReadySeconds", scope.Spec.Rollout.MinReadySeconds is > 0 and var ready ? ready : null),
            ("serviceName", scope.Names.Headless),
            ("podManagementPolicy", "Parallel"),
            ("selector", Sparse.Object(("matchLabels", Sparse.Map(scope.Labels.Selector())))),
            ("updateStrategy", Sparse.Object(("type", "RollingUpdate"))),
            ("template", template),
            ("volumeClaimTemplates", Sparse.List(scope.Spec.Storage.Select(volume => Claim(scope, volume)))))));

    // Claim templates can never change, so they carry nothing that does.
    private static JsonObject? Claim(ComponentScope scope, StorageSpec volume) => Sparse.Object(
        ("metadata", Sparse.Object(("name", volume.Name), ("labels", Sparse.Map(scope.Labels.Ownership())))),
        ("spec", Sparse.Object(
            ("accessModes", new JsonArray([.. Modes(volume).Select(mode => (JsonNode)mode)])),
            ("storageClassName", volume.StorageClass),
            ("resources", Sparse.Object(("requests", Sparse.Object(("storage", volume.Size))))))));

    private static IReadOnlyList<string> Modes(StorageSpec volume) => volume.AccessModes.Count > 0 ? volume.AccessModes : ["ReadWriteOnce"];
}
