using Pdp.Core.Ports;

namespace Pdp.Core.Tests.Support;

/// <summary>The kinds of an ordinary cluster.</summary>
internal sealed class Kinds : IKindCatalog
{
    private static readonly HashSet<string> ClusterScoped =
        ["Namespace", "PersistentVolume", "StorageClass", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"];

    private static readonly HashSet<string> Groups =
        ["", "apps", "batch", "networking.k8s.io", "policy", "autoscaling", "rbac.authorization.k8s.io", "apiextensions.k8s.io", "storage.k8s.io"];

    public KindScope ScopeOf(string group, string version, string kind) =>
        !Groups.Contains(group) || !version.StartsWith('v') ? KindScope.Unknown
        : ClusterScoped.Contains(kind) ? KindScope.Cluster
        : KindScope.Namespaced;
}
