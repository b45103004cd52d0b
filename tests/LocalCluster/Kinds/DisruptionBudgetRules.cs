using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A PodDisruptionBudget counts either what must stay or what may go.</summary>
internal sealed class DisruptionBudgetRules : KindRules
{
    public override void Validate(JsonObject obj, ErrorList errors)
    {
        if (obj.At("spec", "minAvailable") is not null && obj.At("spec", "maxUnavailable") is not null)
            errors.Invalid("spec", obj.At("spec"), "minAvailable and maxUnavailable cannot be both set");
    }
}
