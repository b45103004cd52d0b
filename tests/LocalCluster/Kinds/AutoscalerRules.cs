using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A HorizontalPodAutoscaler without a metric aims at 80% of the requested CPU.</summary>
internal sealed class AutoscalerRules : KindRules
{
    public override void Default(JsonObject obj)
    {
        if (obj.Object("spec") is { } spec && spec.Array("metrics") is null)
        {
            var target = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 };
            spec["metrics"] = new JsonArray(
                new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = target } });
        }
    }

    public override void ValidateLast(JsonObject obj, ErrorList errors)
    {
        if (obj.Long("spec", "minReplicas") > obj.Long("spec", "maxReplicas"))
            errors.Invalid("spec.maxReplicas", obj.At("spec", "maxReplicas"), "must be greater than or equal to `minReplicas`");
    }
}
