using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Deployments;

/// <summary>What a Deployment asks for, with shares turned into numbers.</summary>
/// <remarks><c>MaxSurge</c> and <c>MaxUnavailable</c> are 0 for Recreate; <c>ProgressDeadline</c> is null where there is none.</remarks>
internal sealed record DeploymentSpec(
    int Replicas, bool Recreate, int MaxSurge, int MaxUnavailable, bool Paused, int MinReadySeconds, TimeSpan? ProgressDeadline, int HistoryLimit)
{
    // client-go's "no deadline": the largest int32.
    private const int NoDeadline = int.MaxValue;

    public static DeploymentSpec Of(JsonObject deployment)
    {
        var spec = deployment.At("spec");
        var replicas = spec.Int("replicas") ?? 1;
        var recreate = spec.Text("strategy", "type") == "Recreate";
        var surge = recreate ? 0 : IntOrPercent.Resolve(spec.At("strategy", "rollingUpdate", "maxSurge"), replicas, roundUp: true, "25%");
        var unavailable = recreate ? 0 : IntOrPercent.Resolve(spec.At("strategy", "rollingUpdate", "maxUnavailable"), replicas, roundUp: false, "25%");
        // Both can round to zero, and then nothing could ever move.
        if (!recreate && surge == 0 && unavailable == 0) unavailable = 1;
        var deadline = spec.Int("progressDeadlineSeconds") ?? 600;
        return new DeploymentSpec(
            replicas,
            recreate,
            surge,
            Math.Min(unavailable, replicas),
            spec.Bool("paused") ?? false,
            spec.Int("minReadySeconds") ?? 0,
            deadline == NoDeadline ? null : TimeSpan.FromSeconds(deadline),
            spec.Int("revisionHistoryLimit") ?? 10);
    }

    /// <summary>The most pods there may be at a time.</summary>
    public int MostPods => Replicas > 0 ? Replicas + MaxSurge : 0;

    /// <summary>The fewest available pods there may be at a time.</summary>
    public int FewestAvailable => Replicas - MaxUnavailable;
}
