using System.Text.Json.Nodes;

namespace Pdp.Daemon.Tests.Reconcile.Drift;

/// <summary>A kind the agent makes, and how somebody would change one.</summary>
/// <param name="ApiVersion">Its API version.</param>
/// <param name="Kind">Its name.</param>
/// <param name="Rest">What one has besides its name, as members of a JSON object; ONCE and ALWAYS stand for a pod.</param>
/// <param name="Edit">A change of a field the manifest says, as a patch.</param>
/// <param name="Path">The path of that field.</param>
public sealed record ManagedKind(string ApiVersion, string Kind, string Rest, string Edit, string Path)
{
    private const string Pod =
        """
        {"automountServiceAccountToken":false,"restartPolicy":"Never",
         "securityContext":{"runAsNonRoot":true,"runAsUser":65532,"seccompProfile":{"type":"RuntimeDefault"}},
         "containers":[{"name":"main","image":"registry.example/app:1",
           "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}
        """;

    /// <summary>Every kind that is allowed by default and can be given as it is.</summary>
    public static readonly IReadOnlyList<ManagedKind> All =
    [
        new("v1", "ConfigMap", """ "data":{"value":"1"} """, """{"data":{"value":"2"}}""", "data.value"),
        new("v1", "Secret", """ "type":"Opaque","metadata":{"labels":{"tier":"web"}} """, """{"metadata":{"labels":{"tier":"db"}}}""", "metadata.labels.tier"),
        new("v1", "ServiceAccount", """ "automountServiceAccountToken":false """, """{"automountServiceAccountToken":true}""", "automountServiceAccountToken"),
        new("v1", "Service", """ "spec":{"selector":{"app":"x"},"ports":[{"name":"http","port":80}]} """, """{"spec":{"selector":{"app":"y"}}}""", "spec.selector.app"),
        new("v1", "PersistentVolumeClaim", """ "metadata":{"labels":{"tier":"web"}},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}} """,
            """{"metadata":{"labels":{"tier":"db"}}}""", "metadata.labels.tier"),
        new("apps/v1", "Deployment", """ "spec":{"replicas":1,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":ALWAYS}} """,
            """{"spec":{"replicas":2}}""", "spec.replicas"),
        new("apps/v1", "StatefulSet", """ "spec":{"replicas":1,"serviceName":"x","selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":ALWAYS}} """,
            """{"spec":{"replicas":2}}""", "spec.replicas"),
        new("batch/v1", "CronJob", """ "spec":{"schedule":"0 3 * * *","jobTemplate":{"spec":{"template":{"spec":ONCE}}}} """, """{"spec":{"schedule":"0 4 * * *"}}""", "spec.schedule"),
        new("batch/v1", "Job", """ "spec":{"parallelism":1,"template":{"spec":ONCE}} """, """{"spec":{"parallelism":2}}""", "spec.parallelism"),
        new("autoscaling/v2", "HorizontalPodAutoscaler", """ "spec":{"minReplicas":1,"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nobody"}} """,
            """{"spec":{"maxReplicas":9}}""", "spec.maxReplicas"),
        new("policy/v1", "PodDisruptionBudget", """ "spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"x"}}} """, """{"spec":{"maxUnavailable":2}}""", "spec.maxUnavailable"),
        new("networking.k8s.io/v1", "NetworkPolicy", """ "spec":{"podSelector":{"matchLabels":{"app":"x"}},"policyTypes":["Ingress"]} """,
            """{"spec":{"podSelector":{"matchLabels":{"app":"y"}}}}""", "spec.podSelector.matchLabels.app"),
        new("networking.k8s.io/v1", "Ingress", """ "spec":{"ingressClassName":"a","rules":[{"host":"www.shop.example","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"x","port":{"number":80}}}}]}}]} """,
            """{"spec":{"ingressClassName":"b"}}""", "spec.ingressClassName"),
    ];

    private string Filled => Rest.Replace("ONCE", Pod, StringComparison.Ordinal)
        .Replace("ALWAYS", Pod.Replace("\"restartPolicy\":\"Never\",", "", StringComparison.Ordinal), StringComparison.Ordinal);

    /// <summary>One of it.</summary>
    public JsonObject Manifest(string name)
    {
        var manifest = JsonNode.Parse($$"""{"apiVersion":"{{ApiVersion}}","kind":"{{Kind}}",{{Filled}}}""")!.AsObject();
        manifest["metadata"] ??= new JsonObject();
        manifest["metadata"]!["name"] = name;
        return manifest;
    }

    public override string ToString() => Kind;
}
