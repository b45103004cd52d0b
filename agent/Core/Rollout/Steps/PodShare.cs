using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout.Steps;

/// <summary>How many pods each revision has while both stand side by side.</summary>
/// <param name="Before">Pods of the one before; null to leave them as they are.</param>
/// <param name="After">Pods of the new one; 1 or more.</param>
public sealed record PodShare(int? Before, int After)
{
    private const int Whole = 100;

    /// <summary>The share at a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="before">The workload before.</param>
    /// <param name="after">The new one.</param>
    /// <param name="running">Pods of the one before that an autoscaler has made of it; null without one.</param>
    public static PodShare Of(RolloutStage stage, RenderedWorkload before, RenderedWorkload after, int? running)
    {
        var all = AllOf(after, running);
        if (stage.Strategy == RolloutStrategy.BlueGreen || stage.IsSwitched)
            return new PodShare(null, all);
        if (stage.SplitBy != TrafficSplit.Replicas)
            return new PodShare(null, AtLeastOne(Math.Ceiling(all * stage.Weight / (double)Whole), all));
        return before.MostPods is null
            ? Shrinking(stage.Weight, before.Pods, all)
            : new PodShare(null, AtLeastOne(Math.Ceiling(all * stage.Weight / (double)(Whole - stage.Weight)), all));
    }

    // Together they are as many as there shall be; as long as anything stays of it, the one before has a pod.
    private static PodShare Shrinking(int weight, int before, int all)
    {
        var share = AtLeastOne(Math.Round(all * weight / (double)Whole, MidpointRounding.AwayFromZero), all);
        return weight == 0 ? new PodShare(null, share) : new PodShare(Math.Clamp(all - share, 1, Math.Max(before, 1)), share);
    }

    // An autoscaler knows nothing of pods that are to come; the new revision gets as many as the one before needs now.
    private static int AllOf(RenderedWorkload after, int? running) =>
        after.MostPods is { } most && running is { } now ? Math.Clamp(now, after.Pods, Math.Max(after.Pods, most)) : after.Pods;

    private static int AtLeastOne(double pods, int most) => (int)Math.Clamp(pods, 1, most);
}
