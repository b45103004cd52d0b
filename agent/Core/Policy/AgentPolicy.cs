namespace Pdp.Core.Policy;

/// <summary>What the customer lets happen in the cluster.</summary>
public sealed record AgentPolicy
{
    /// <summary>The policy of a cluster whose admin said nothing.</summary>
    public static AgentPolicy Default { get; } = new();

    /// <summary>Pod Security level of the namespaces made. Default <see cref="PodSecurityLevel.Restricted"/>.</summary>
    public PodSecurityLevel PodSecurity { get; init; } = PodSecurityLevel.Restricted;

    /// <summary>
    /// Kinds that may be made, as <c>group/Kind</c>, or <c>Kind</c> for the core group. By default what a workload is made of; nothing that
    /// grants rights (Role, RoleBinding), changes the API (webhooks, definitions) or reaches every node (DaemonSet).
    /// </summary>
    public IReadOnlySet<string> AllowedKinds { get; init; } = new HashSet<string>
    {
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
    };

    /// <summary>Whether cluster-scoped objects of an allowed kind may be made besides the derived namespace. Default no.</summary>
    public bool AllowClusterScoped { get; init; }

    /// <summary>Types a Secret may have. By default those that hold an application's own data; never service-account tokens.</summary>
    public IReadOnlySet<string> AllowedSecretTypes { get; init; } = new HashSet<string>
    {
        "Opaque",
        "kubernetes.io/basic-auth",
        "kubernetes.io/dockerconfigjson",
        "kubernetes.io/ssh-auth",
        "kubernetes.io/tls",
    };
}

/// <summary>A level of the Pod Security Standards.</summary>
public enum PodSecurityLevel
{
    /// <summary>Non-root, no privileges, no host access.</summary>
    Restricted,

    /// <summary>No known way to more privileges; root inside the container is allowed.</summary>
    Baseline,
}
