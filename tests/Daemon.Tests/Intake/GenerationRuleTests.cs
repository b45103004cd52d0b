using Pdp.Daemon.Intake;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Intake;

public sealed class GenerationRuleTests
{
    [Theory]
    [InlineData(1, null, 0, 0, AckOutcome.Stored)]
    [InlineData(2, 1L, 0, 1, AckOutcome.Stored)]
    [InlineData(2, 3L, 0, 3, AckOutcome.Stale)]
    // Nothing is held any more, but the generation is over.
    [InlineData(2, null, 2, 0, AckOutcome.Stale)]
    [InlineData(2, null, 3, 0, AckOutcome.Stale)]
    [InlineData(4, null, 3, 0, AckOutcome.Stored)]
    // What is held was edited by hand: the same generation heals it, an older one is no way in.
    [InlineData(3, null, 0, 3, AckOutcome.Stored)]
    [InlineData(2, null, 0, 3, AckOutcome.Stale)]
    // A removal is under way: only a newer generation takes it back.
    [InlineData(3, 3L, 4, 3, AckOutcome.Stale)]
    [InlineData(5, 3L, 4, 3, AckOutcome.Stored)]
    public void Of_an_intent(long incoming, long? held, long removedAt, long seen, AckOutcome expected) =>
        Assert.Equal(expected, GenerationRule.OfIntent(Stamp(incoming), held is { } h ? Stamp(h) : null, removedAt, seen).Outcome);

    [Theory]
    [InlineData(2, 1L, 0, 1, AckOutcome.Stored)]
    [InlineData(2, 3L, 0, 3, AckOutcome.Stale)]
    [InlineData(2, null, 0, 0, AckOutcome.Stored)]
    [InlineData(2, null, 2, 0, AckOutcome.Unchanged)]
    [InlineData(2, null, 3, 0, AckOutcome.Stale)]
    public void Of_a_removal(long incoming, long? held, long removedAt, long seen, AckOutcome expected) =>
        Assert.Equal(
            expected, GenerationRule.OfRemoval(
                Stamp(incoming), held is { } h ? Stamp(h) : null, removedAt, seen, isRecorded: true).Outcome);

    [Fact]
    public void A_removal_whose_recording_was_cut_off_is_recorded_again() =>
        Assert.Equal(AckOutcome.Stored, GenerationRule.OfRemoval(Stamp(2), Stamp(1), 2, 1, isRecorded: false).Outcome);

    [Fact]
    public void The_same_generation_with_the_same_content_is_unchanged_and_with_other_content_tampering()
    {
        Assert.Equal(AckOutcome.Unchanged, GenerationRule.OfIntent(Stamp(1), Stamp(1), 0, 1).Outcome);

        var verdict = GenerationRule.OfIntent(Stamp(1), Stamp(1) with { Hash = "other" }, 0, 1);
        Assert.Equal(AckOutcome.Refused, verdict.Outcome);
        Assert.Equal(FailureReason.Tampered, verdict.Reason?.Reason);
        Assert.Equal(
            FailureReason.Tampered, GenerationRule.OfRemoval(Stamp(1), Stamp(1) with { Hash = "other" }, 0, 1, true).Reason?.Reason);
    }

    [Fact]
    public void What_is_over_is_told_which_generation_is_the_newest()
    {
        Assert.Equal(7, GenerationRule.OfIntent(Stamp(2), Stamp(3), removedAt: 0, seen: 7).Newest);
        Assert.Equal(9, GenerationRule.OfIntent(Stamp(2), null, removedAt: 9, seen: 0).Newest);
        Assert.Equal(9, GenerationRule.OfRemoval(Stamp(2), null, removedAt: 9, seen: 0, isRecorded: true).Newest);
        Assert.Null(GenerationRule.OfIntent(Stamp(4), Stamp(3), removedAt: 0, seen: 3).Newest);
    }

    private static IntentStamp Stamp(long generation) => new("a", generation, $"hash-{generation}");
}
