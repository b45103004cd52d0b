namespace Pdp.Kubernetes.Configuration;

/// <summary>Where to look for a cluster. All of it comes from the caller: this project reads no environment variables.</summary>
public sealed record ClusterConfigRequest
{
    /// <summary>A kubeconfig the operator named, alone; not looked for when null.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>The context the operator named; the current one when null.</summary>
    public string? Context { get; init; }

    /// <summary>Value of <c>KUBECONFIG</c>.</summary>
    public string? KubeconfigVariable { get; init; }

    /// <summary>Value of <c>KUBERNETES_SERVICE_HOST</c>.</summary>
    public string? ServiceHost { get; init; }

    /// <summary>Value of <c>KUBERNETES_SERVICE_PORT</c>.</summary>
    public string? ServicePort { get; init; }

    /// <summary>Where the kubelet puts the service account's files.</summary>
    public string ServiceAccountDirectory { get; init; } = InCluster.DefaultDirectory;

    /// <summary>The user's home directory, for <c>.kube/config</c>; not looked at when null.</summary>
    public string? HomeDirectory { get; init; }
}
