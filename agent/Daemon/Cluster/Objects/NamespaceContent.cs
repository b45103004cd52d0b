using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>
/// Looks whether a namespace can be deleted without taking anything of anybody else along. What may not be looked at counts as somebody
/// else's: an empty namespace left behind is a nuisance, a deleted secret is a loss.
/// </summary>
internal sealed class NamespaceContent(IKubernetesApi api)
{
    // Everything people put into namespaces. Objects that controllers make of others, such as EndpointSlices, go with what made them.
    private static readonly GroupVersionKind[] _kinds =
    [
        new("", "v1", "Pod"), new("", "v1", "Service"), new("", "v1", "ConfigMap"), new("", "v1", "Secret"),
        new("", "v1", "ServiceAccount"), new(
            "", "v1", "PersistentVolumeClaim"), new("apps", "v1", "Deployment"), new("apps", "v1", "StatefulSet"),
        new("apps", "v1", "DaemonSet"), new("apps", "v1", "ReplicaSet"), new("batch", "v1", "Job"), new("batch", "v1", "CronJob"),
        new("networking.k8s.io", "v1", "Ingress"), new("networking.k8s.io", "v1", "NetworkPolicy"),
        new("rbac.authorization.k8s.io", "v1", "Role"), new("rbac.authorization.k8s.io", "v1", "RoleBinding"),
    ];

    /// <summary>Whether every object in the namespace is the intent's, belongs to one of its, or is Kubernetes' own.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<bool> IsOnlyOfAsync(string intentId, string @namespace, CancellationToken cancellationToken)
    {
        foreach (var kind in _kinds)
        {
            if (!await IsOnlyOfAsync(intentId, kind, @namespace, cancellationToken)) return false;
        }
        return true;
    }

    private async Task<bool> IsOnlyOfAsync(string intentId, GroupVersionKind kind, string @namespace, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ListOptions { Namespace = @namespace, MetadataOnly = true };
            await foreach (var found in api.ListAsync(kind, options, cancellationToken))
            {
                // What leads to versions is made anew whenever there are any, so it holds no namespace.
                var isOurs = found.Label(ManagedMetadata.IntentLabel) == intentId || found.ControllerReference is not null
                    || found.Label(ManagedMetadata.RouteLabel) is not null || IsShared(kind, found);
                if (!isOurs && !IsKubernetesOwn(kind.Kind, found)) return false;
            }
            return true;
        }
        catch (KubernetesException failure) when (failure.IsKindUnknown)
        {
            return true;
        }
        catch (KubernetesException failure) when (failure.IsForbidden)
        {
            return false;
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    // It holds for the namespace and goes with it.
    private static bool IsShared(GroupVersionKind kind, JsonObject found) =>
        (kind.Kind, found.Name) is ("NetworkPolicy", SharedPolicy.Name) && found.Label(ManagedMetadata.ManagedByLabel) == ManagedMetadata.FieldManager;

    private static bool IsKubernetesOwn(string kind, JsonObject found) =>
        (kind, found.Name) is ("ConfigMap", "kube-root-ca.crt") or ("ServiceAccount", "default");
}
