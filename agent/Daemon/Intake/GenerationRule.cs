using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Intake;

/// <summary>Whether a generation may take the place of what is held: an old one never comes back, and one number has one content.</summary>
internal static class GenerationRule
{
    private static readonly RefusalReason _tampered = new(
        FailureReason.Tampered, "metadata.generation", "this generation is held with other content; a change needs a higher generation");

    /// <summary>Decides about an intent.</summary>
    /// <param name="incoming">What was sent.</param>
    /// <param name="held">What is held; null when nothing is, or what is there was edited by hand and counts for nothing.</param>
    /// <param name="removedAt">The generation of the last removal; 0 when there was none.</param>
    /// <param name="seen">The newest generation ever worked on; 0 when none was.</param>
    public static GenerationVerdict OfIntent(IntentStamp incoming, IntentStamp? held, long removedAt, long seen)
    {
        if (incoming.Generation <= removedAt) return Unless(isOver: true, Newest(held, removedAt, seen));
        if (held is not null && held.Generation == incoming.Generation)
            return held.Hash == incoming.Hash ? new(AckOutcome.Unchanged) : new(AckOutcome.Refused, _tampered);
        return Unless(incoming.Generation < Math.Max(held?.Generation ?? 0, seen), Newest(held, removedAt, seen));
    }

    /// <summary>Decides about a removal.</summary>
    /// <param name="incoming">What was sent.</param>
    /// <param name="held">The intent that is held; null when nothing is, or what is there was edited by hand.</param>
    /// <param name="removedAt">The generation of the last removal; 0 when there was none.</param>
    /// <param name="seen">The newest generation ever worked on; 0 when none was.</param>
    /// <param name="isRecorded">Whether the last removal stands in the resource, or there is none any more.</param>
    public static GenerationVerdict OfRemoval(IntentStamp incoming, IntentStamp? held, long removedAt, long seen, bool isRecorded)
    {
        if (incoming.Generation == removedAt) return new(isRecorded ? AckOutcome.Unchanged : AckOutcome.Stored);
        if (held is not null && held.Generation == incoming.Generation) return new(AckOutcome.Refused, _tampered);
        var newest = Newest(held, removedAt, seen);
        return Unless(incoming.Generation < newest, newest);
    }

    private static long Newest(IntentStamp? held, long removedAt, long seen) => Math.Max(Math.Max(held?.Generation ?? 0, seen), removedAt);

    private static GenerationVerdict Unless(bool isOver, long newest) =>
        isOver ? new(AckOutcome.Stale, Newest: newest) : new(AckOutcome.Stored);
}

/// <summary>What a generation is worth.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reason">Why it is refused; null otherwise.</param>
/// <param name="Newest">The newest generation known, where the one judged is over; null otherwise.</param>
internal sealed record GenerationVerdict(AckOutcome Outcome, RefusalReason? Reason = null, long? Newest = null);
