using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>What a Job asks for. <c>Completions</c> is null for a work queue: the first success ends it.</summary>
internal sealed record JobSpec(
    int Parallelism, int? Completions, bool Indexed, int BackoffLimit, TimeSpan? ActiveDeadline, TimeSpan? TimeToLive, bool Suspended, bool RestartsInPlace)
{
    public static JobSpec Of(JsonObject job)
    {
        var spec = job.At("spec");
        return new JobSpec(
            spec.Int("parallelism") ?? 1,
            spec.Int("completions"),
            spec.Text("completionMode") == "Indexed",
            spec.Int("backoffLimit") ?? 6,
            Seconds(spec.Long("activeDeadlineSeconds")),
            Seconds(spec.Long("ttlSecondsAfterFinished")),
            spec.Bool("suspend") ?? false,
            spec.Text("template", "spec", "restartPolicy") == "OnFailure");
    }

    private static TimeSpan? Seconds(long? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
