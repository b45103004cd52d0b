using Pdp.Core.Objects;

namespace Pdp.Daemon.Reconcile;

/// <summary>What within a wave must be there before the rest, and goes after it.</summary>
internal static class KindTier
{
    /// <summary>0: what makes room for others. 1: what pods refer to when they start. 2: everything else.</summary>
    public static int Of(ObjectKey key) => key.Kind switch
    {
        "Namespace" or "CustomResourceDefinition" => 0,
        // Where a Service leads is settled before there are pods it could lead to.
        "Service" or "ServiceAccount" or "ConfigMap" or "Secret" or "PersistentVolumeClaim" or "StorageClass" or "PersistentVolume" => 1,
        "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding" or "NetworkPolicy" or "ResourceQuota" or "LimitRange" => 1,
        _ => 2,
    };
}
