using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>Which generation's objects shall run.</summary>
/// <param name="Generation">The generation; 0 when there is nothing to run.</param>
/// <param name="IsLastGood">The stored revision is used instead of rendering the intent.</param>
public sealed record RolloutTarget(long Generation, bool IsLastGood)
{
    /// <summary>
    /// Chooses: the intent's own generation, or the last good one once that generation was refused or rolled back. A failed generation is
    /// never tried again; only a newer one is.
    /// </summary>
    /// <param name="generation">The intent's generation.</param>
    /// <param name="status">The stored status.</param>
    /// <param name="lastGood">Generation of the last good revision; null when none is kept.</param>
    public static RolloutTarget Choose(long generation, IntentStatus status, long? lastGood) =>
        generation > status.FailedGeneration ? new(generation, IsLastGood: false) : new(lastGood ?? 0, IsLastGood: true);
}
