using Pdp.Core.Ports;

namespace Pdp.Core.Tests.Support;

/// <summary>The kinds of an ordinary cluster.</summary>
/// <param name="more">What is served besides, as <c>group/version/Kind</c>; all of it in namespaces.</param>
internal sealed class Kinds(params IReadOnlyList<string> more) : IKindCatalog
{
    private static readonly HashSet<string> ClusterScoped =
        ["Namespace", "PersistentVolume", "StorageClass", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"];

    private static readonly HashSet<string> Groups =
        ["", "apps", "batch", "networking.k8s.io", "policy", "autoscaling", "rbac.authorization.k8s.io", "apiextensions.k8s.io", "storage.k8s.io",
         "discovery.k8s.io"];

    public KindScope ScopeOf(string group, string version, string kind) =>
        more.Contains($"{group}/{version}/{kind}") ? KindScope.Namespaced
        : !Groups.Contains(group) || !version.StartsWith('v') ? KindScope.Unknown
        : ClusterScoped.Contains(kind) ? KindScope.Cluster
        : KindScope.Namespaced;
}
