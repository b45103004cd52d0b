using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>Fields the API server never lets change. Found before anything is applied, so that no rollout stops half-way.</summary>
internal static class ImmutableFields
{
    /// <summary>The first such field a manifest would change; null when there is none.</summary>
    public static string? Changed(JsonObject manifest, JsonObject live, ObjectKey key) =>
        Of(key, live).FirstOrDefault(path => Differs(manifest.At(path.Split('.')), live.At(path.Split('.')), path));

    private static IEnumerable<string> Of(ObjectKey key, JsonObject live) => (key.Group, key.Kind) switch
    {
        ("apps", "StatefulSet") => ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
        ("apps", "Deployment" or "ReplicaSet" or "DaemonSet") => ["spec.selector"],
        ("batch", "Job") => ["spec.template", "spec.selector", "spec.completionMode"],
        ("", "PersistentVolumeClaim") => ["spec.accessModes", "spec.storageClassName", "spec.volumeMode", "spec.selector"],
        ("", "ConfigMap") when live.IsTrue("immutable") => ["data", "binaryData"],
        ("", "Secret") => live.IsTrue("immutable") ? ["type", "data"] : ["type"],
        _ => [],
    };

    // Claim templates that were taken away count too: the server compares them as a whole.
    private static bool Differs(JsonNode? wanted, JsonNode? live, string path) =>
        Drift.Differs(wanted, live, path[(path.LastIndexOf('.') + 1)..])
        || (path == "spec.volumeClaimTemplates" && Equivalence.IsNothing(wanted) && !Equivalence.IsNothing(live));
}
