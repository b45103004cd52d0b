using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>
/// Health of anything that follows the conventions for conditions: <c>Stalled</c>, <c>Reconciling</c> and <c>Ready</c> as kstatus defines
/// them, and the widespread <c>Failed</c>, <c>Degraded</c> and <c>Available</c>. An object without them is as it should be once it is
/// there.
/// </summary>
internal static class ConditionHealth
{
    public static ObjectHealth Of(JsonObject live)
    {
        foreach (var bad in (IEnumerable<string>)["Stalled", "Failed", "Degraded"])
        {
            if (live.Says(bad, "True"))
                return Verdict.Degraded(FailureReason.NotReady, live.Condition(bad).Explain($"its condition {bad} is true"));
        }

        if (live.Says("Reconciling", "True"))
            return Verdict.Progressing(live.Condition("Reconciling").Explain("is being worked on"));
        foreach (var good in (IEnumerable<string>)["Ready", "Available"])
        {
            if (live.Condition(good) is { } condition && !Holds(condition, live))
                return Verdict.Progressing(condition.Explain($"its condition {good} is not true"), FailureReason.NotReady);
        }

        return Verdict.Healthy;
    }

    // A condition that speaks of an older generation says nothing of this one.
    private static bool Holds(JsonObject condition, JsonObject live) =>
        condition.Text("status") == "True" && !(condition.Number("observedGeneration") < live.Number("metadata", "generation"));
}
