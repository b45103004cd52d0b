using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>
/// Health of a route of the Gateway API, as the gateways it names say under <c>status.parents</c>. A gateway is the customer's and may be slow, or
/// not be there yet: a route tells people, and never decides a rollout (<see cref="HealthAssessor.Decides"/>).
/// </summary>
internal static class RouteHealth
{
    public static ObjectHealth Of(JsonObject live)
    {
        var parents = live.Objects("status", "parents").ToList();
        if (parents.Count == 0)
            return Verdict.Progressing("no gateway has said anything of it; is there one of that name, and does it take routes from this namespace?");
        foreach (var (type, otherwise) in (IEnumerable<(string, string)>)
                 [("Accepted", "the gateway does not take it"), ("ResolvedRefs", "the gateway does not find what it leads to")])
        {
            foreach (var condition in parents.Select(parent => Condition(parent, type)))
            {
                if (condition.Text("status") == "False")
                    return Verdict.Degraded(FailureReason.NotReady, condition.Explain(otherwise));
                if (type == "Accepted" && !IsCurrent(condition, live))
                    return Verdict.Progressing("the gateway has not looked at it yet");
            }
        }

        return Verdict.Healthy;
    }

    private static JsonObject? Condition(JsonObject parent, string type) =>
        parent.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    private static bool IsCurrent(JsonObject? condition, JsonObject live) =>
        condition.Text("status") == "True" && !(condition.Number("observedGeneration") < live.Number("metadata", "generation"));
}
