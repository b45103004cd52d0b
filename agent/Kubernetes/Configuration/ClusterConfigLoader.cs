namespace Pdp.Kubernetes.Configuration;

/// <summary>
/// Finds the cluster: what the operator named, then <c>KUBECONFIG</c>, then the pod's own account, then <c>~/.kube/config</c>.
/// </summary>
public static class ClusterConfigLoader
{
    /// <summary>The first that is there. One that is there and broken is an error, never passed over.</summary>
    /// <exception cref="ClusterConfigException">None is there, or the one that is cannot be used; has every reason.</exception>
    public static ClusterConfig Load(ClusterConfigRequest request)
    {
        if (!string.IsNullOrEmpty(request.KubeconfigPath)) return Kubeconfig.Load([request.KubeconfigPath], request.Context);
        if (!string.IsNullOrEmpty(request.KubeconfigVariable))
            return Kubeconfig.Load(Kubeconfig.SplitPaths(request.KubeconfigVariable), request.Context);
        // A context names something in a kubeconfig, so who names one does not mean the pod's own account.
        if (request.Context is null
            && InCluster.Load(request.ServiceHost, request.ServicePort, request.ServiceAccountDirectory) is { } inCluster) return inCluster;
        var own = request.HomeDirectory is null ? null : Path.Combine(request.HomeDirectory, ".kube", "config");
        if (own is not null && File.Exists(own)) return Kubeconfig.Load([own], request.Context);
        throw new ClusterConfigException("", "No cluster is configured: name a kubeconfig, set KUBECONFIG, or run in a pod with a service account.");
    }
}
