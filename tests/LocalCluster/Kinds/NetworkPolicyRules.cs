using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A NetworkPolicy without types is about what comes in, and about what goes out where it says so.</summary>
internal sealed class NetworkPolicyRules : KindRules
{
    public override void Default(JsonObject obj)
    {
        if (obj.Object("spec") is not { } spec || spec.ContainsKey("policyTypes"))
            return;
        spec["policyTypes"] = spec.ContainsKey("egress") ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
    }
}
