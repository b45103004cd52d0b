using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Measuring;

/// <summary>The resource of <c>metrics.k8s.io</c>, as discovery lists it.</summary>
internal static class PodMetricsResource
{
    public static ResourceDefinition Definition { get; } = new("metrics.k8s.io", "v1beta1", "PodMetrics", "pods")
    {
        Type = BuiltInTypes.Get("PodMetrics"),
        Singular = "",
        Verbs = ["get", "list"],
        IsMeasured = true,
    };
}
