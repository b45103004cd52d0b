namespace Pdp.Core.Policy.Model;

/// <summary>Which kinds of objects may be made.</summary>
public sealed record KindRules
{
    /// <summary>
    /// Kinds, as <c>group/Kind</c>, or <c>Kind</c> for the core group; of any API version. By default what a workload is made of; nothing
    /// that grants rights (Role, RoleBinding), changes the API (webhooks, definitions) or reaches every node (DaemonSet).
    /// </summary>
    public IReadOnlyList<string> Allow { get; init; } =
    [
        "Namespace",
        "ServiceAccount",
        "ConfigMap",
        "Secret",
        "Service",
        "PersistentVolumeClaim",
        "apps/Deployment",
        "apps/StatefulSet",
        "batch/Job",
        "batch/CronJob",
        "autoscaling/HorizontalPodAutoscaler",
        "policy/PodDisruptionBudget",
        "networking.k8s.io/NetworkPolicy",
        "networking.k8s.io/Ingress",
        "gateway.networking.k8s.io/HTTPRoute",
        "gateway.networking.k8s.io/GRPCRoute",
        "gateway.envoyproxy.io/BackendTrafficPolicy",
    ];

    /// <summary>Whether cluster-scoped objects of an allowed kind may be made besides the derived namespace. Default no.</summary>
    public bool ClusterScoped { get; init; }
}
