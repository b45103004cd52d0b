using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Health of what runs to an end.</summary>
internal static class JobHealth
{
    public static ObjectHealth OfJob(JsonObject live)
    {
        if (live.Says("Failed", "True"))
            return Verdict.Degraded(FailureReason.JobFailed, $"failed: {live.Condition("Failed").Explain("the job does not say why")}");
        if (live.Says("Complete", "True"))
            return Verdict.Healthy;
        if (live.IsTrue("spec", "suspend"))
            return Verdict.Suspended("is suspended");
        var (done, wanted) = (live.Number("status", "succeeded") ?? 0, live.Number("spec", "completions") ?? 1);
        return Verdict.Progressing($"{done} of {wanted} runs are complete");
    }

    public static ObjectHealth OfCronJob(JsonObject live) =>
        live.IsTrue("spec", "suspend") ? Verdict.Suspended("is suspended") : Verdict.Healthy;
}
