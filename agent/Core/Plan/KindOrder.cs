using Pdp.Core.Objects;

namespace Pdp.Core.Plan;

/// <summary>The order within a wave: what others stand on first, what acts on everything last. The order of Helm and Flux.</summary>
internal static class KindOrder
{
    private static readonly Dictionary<string, int> Rank = new[]
    {
        "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "CustomResourceDefinition", "ServiceAccount",
        "Secret", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "ClusterRole", "ClusterRoleBinding", "Role",
        "RoleBinding", "Service", "DaemonSet", "Pod", "ReplicaSet", "Deployment", "StatefulSet", "HorizontalPodAutoscaler", "Job",
        "CronJob", "Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "BackendTrafficPolicy", "SecurityPolicy", "APIService",
    }.Select((kind, rank) => (kind, rank)).ToDictionary(pair => pair.kind, pair => pair.rank);

    /// <summary>Sorts by wave, kind and name: total, so that the same objects always come in the same order.</summary>
    public static IEnumerable<T> Order<T>(IEnumerable<T> items, Func<T, (int Wave, ObjectKey Key)> of) =>
        items.OrderBy(item => of(item).Wave)
            .ThenBy(item => RankOf(of(item).Key.Kind))
            .ThenBy(item => of(item).Key.Group, StringComparer.Ordinal)
            .ThenBy(item => of(item).Key.Kind, StringComparer.Ordinal)
            .ThenBy(item => of(item).Key.Namespace, StringComparer.Ordinal)
            .ThenBy(item => of(item).Key.Name, StringComparer.Ordinal);

    private static int RankOf(string kind) => kind switch
    {
        // A webhook may stand in the way of everything after it.
        "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => int.MaxValue,
        _ => Rank.GetValueOrDefault(kind, Rank.Count),
    };
}
