using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Gateway;

/// <summary>What a comparison of both sides comes to. Pure.</summary>
/// <param name="Owed">Ids the agent must be sent, in order.</param>
/// <param name="Ahead">
/// Intents of which the plane holds a newer generation than this control plane, or another document of the same, as after a restored
/// backup. What is here is not sent: it would be refused, or be taken for tampering.
/// </param>
/// <param name="Foreign">Intents the plane holds that this control plane knows nothing of. They are left alone.</param>
/// <param name="Unanswered">Intents the plane holds as they should be, whose acknowledgement was lost on its way into the store.</param>
internal sealed record DeliveryPlan(
    IReadOnlyList<string> Owed, IReadOnlyList<AheadIntent> Ahead, IReadOnlyList<IntentStamp> Foreign, IReadOnlyList<IntentStamp> Unanswered)
{
    /// <summary>The digest an agent has when it holds all that it should.</summary>
    public static string Digest(IEnumerable<IntentHead> heads) => IntentDigest.Of(heads.Where(h => !h.Removed).Select(h => h.Stamp));

    /// <summary>What is owed to an agent whose digest is the same: only removals it has not reported as done.</summary>
    public static DeliveryPlan WhenSame(IReadOnlyList<IntentHead> heads) => new(
        [.. heads.Where(h => h is { Removed: true, Gone: false } && !IsRefused(h)).Select(h => h.Stamp.Id)],
        [],
        [],
        [.. heads.Where(IsUnanswered).Select(h => h.Stamp)]);

    /// <summary>What is owed to an agent that holds what it listed.</summary>
    public static DeliveryPlan Compare(IReadOnlyList<IntentHead> heads, IReadOnlyList<IntentStamp> held)
    {
        var byId = held.ToDictionary(s => s.Id);
        var owed = new List<string>();
        var ahead = new List<AheadIntent>();
        var unanswered = new List<IntentStamp>();
        foreach (var head in heads)
        {
            var there = byId.GetValueOrDefault(head.Stamp.Id);
            byId.Remove(head.Stamp.Id);
            if (there is not null && IsAhead(there, head.Stamp))
                ahead.Add(new AheadIntent(head.Stamp, there));
            else if (IsOwed(head, there))
                owed.Add(head.Stamp.Id);
            else if (there == head.Stamp && IsUnanswered(head))
                unanswered.Add(head.Stamp);
        }

        return new DeliveryPlan(owed, ahead, [.. byId.Values.OrderBy(s => s.Id, StringComparer.Ordinal)], unanswered);
    }

    /// <summary>Whether an intent that changed must be sent, whatever the agent holds.</summary>
    public static bool IsOwed(IntentRecord intent, AckRecord? ack) =>
        ack is null || ack.Generation != intent.Generation || ack.Outcome is not AckOutcome.Refused;

    private static bool IsAhead(IntentStamp there, IntentStamp here) =>
        there.Generation > here.Generation || (there.Generation == here.Generation && there.Hash != here.Hash);

    private static bool IsOwed(IntentHead head, IntentStamp? there) =>
        !IsRefused(head) && (head.Removed ? !head.Gone || there is not null : there != head.Stamp);

    private static bool IsUnanswered(IntentHead head) => !head.Removed && head.AckGeneration != head.Stamp.Generation;

    // A refusal is final for its generation: sending it again would only be refused again.
    private static bool IsRefused(IntentHead head) => head.AckGeneration == head.Stamp.Generation && head.AckOutcome == AckOutcome.Refused;
}

/// <summary>An intent of which the plane holds something else that is not older.</summary>
/// <param name="Here">What is stored here.</param>
/// <param name="There">What the plane holds.</param>
internal sealed record AheadIntent(IntentStamp Here, IntentStamp There);
