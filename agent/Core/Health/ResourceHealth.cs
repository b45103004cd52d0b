using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Health of claims, services, namespaces and definitions.</summary>
internal static class ResourceHealth
{
    public static ObjectHealth OfClaim(JsonObject live) => live.Text("status", "phase") switch
    {
        "Bound" => Verdict.Healthy,
        "Lost" => Verdict.Degraded(FailureReason.NotReady, "its volume is lost"),
        _ => Verdict.Progressing("waits for a volume"),
    };

    public static ObjectHealth OfService(JsonObject live) =>
        live.Text("spec", "type") == "LoadBalancer" && !live.Objects("status", "loadBalancer", "ingress").Any()
            ? Verdict.Progressing("waits for its load balancer")
            : Verdict.Healthy;

    // It stands beside the workload: where it cannot do its work (no metrics yet, or none at all) what runs goes on running.
    public static ObjectHealth OfAutoscaler(JsonObject live)
    {
        foreach (var type in (IEnumerable<string>)["AbleToScale", "ScalingActive"])
        {
            if (live.Says(type, "False") && live.Condition(type).Text("reason") != "ScalingDisabled")
                return Verdict.Healthy with { Message = Verdict.Short($"does not scale now: {live.Condition(type).Explain("it does not say why")}") };
        }

        return Verdict.Healthy;
    }

    public static ObjectHealth OfNamespace(JsonObject live) =>
        live.Text("status", "phase") == "Terminating" ? Verdict.Progressing("is being deleted") : Verdict.Healthy;

    public static ObjectHealth OfDefinition(JsonObject live)
    {
        if (live.Says("NamesAccepted", "False"))
            return Verdict.Degraded(FailureReason.Conflict, $"its names are taken: {live.Condition("NamesAccepted").Explain("by others")}");
        return live.Says("Established", "True") ? Verdict.Healthy : Verdict.Progressing("is not served yet");
    }
}
